package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.HostIdentityReader;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.WindowMerger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes wake one another through pipes, in functions whose names are known. */
class WakeupsTest {
  private static final int WANTED = 100;

  @TempDir Path directory;

  @Test
  void everyWaitOfAProcessHasTheOneWhoEndedIt() throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/sys/kernel/tracing/events/sched/sched_waking/format")),
        "tracefs is not mounted here, or may not be read");
    Process ball = new ProcessBuilder(compile().toString(), "20000").start();
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    Profiler profiler =
        Profiler.start(
            new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read(),
            ProfilerOptions.of(19, Duration.ofSeconds(1), directory)
                .withKinds(SampledKind.parse("wakeups"))
                .withWaitsOf(WaitTarget.parse(Long.toString(ball.pid()))),
            windows::add,
            InstantSource.system());
    try {
      assumeTrue(profiler.canSample(), () -> "may not sample: " + profiler.limitations());
      for (int i = 0; i < 300 && samples(windows) < WANTED; i++) {
        Thread.sleep(100);
      }
    } finally {
      profiler.close();
      ball.destroy();
    }
    Profile profile = merge(windows);
    assertThat(profile.stacks()).allMatch(stack -> stack.pid() == ball.pid());
    long byChild = count(profile, "wait_for_ball", "return_ball", "[waker: kedge_ball]");
    long byTimer = count(profile, "main", "hrtimer_wakeup", "[waker: interrupt]");
    long unseen = count(profile, "[off CPU: since before it was watched]", "[woken by]", "[waker");
    // Some stacks come before the table of the program is made.
    assertThat(byChild).as("woken through the pipe").isGreaterThan(profile.samples() / 10);
    assertThat(byTimer).as("woken by the timer").isGreaterThan(profile.samples() / 10);
    assertThat(unseen).isLessThan(profile.samples() / 4);
    assertThat(count(profile, "nanosleep", "return_ball", "[waker"))
        .as("the child never ends the sleep of its parent")
        .isZero();
  }

  private static long samples(List<ProfileWindow> windows) {
    synchronized (windows) {
      return windows.stream()
          .filter(window -> window.kind() == SampleKind.WAKEUPS)
          .flatMap(window -> window.samples().stream())
          .mapToLong(sample -> sample.count())
          .sum();
    }
  }

  private static Profile merge(List<ProfileWindow> windows) {
    WindowMerger merger = new WindowMerger(SampleKind.WAKEUPS);
    windows.forEach(merger::add);
    return merger.merge();
  }

  /** Samples whose stack has these functions in this order, callers first. */
  private static long count(Profile profile, String... names) {
    return profile.stacks().stream()
        .filter(stack -> has(stack, names))
        .mapToLong(WeightedStack::count)
        .sum();
  }

  private static boolean has(WeightedStack stack, String... names) {
    int found = 0;
    for (NamedFrame frame : stack.frames().reversed()) {
      if (found < names.length && frame.displayName().contains(names[found])) {
        found++;
      }
    }
    return found == names.length;
  }

  private Path compile() throws Exception {
    Path code = directory.resolve("ball.c");
    try (InputStream in = Objects.requireNonNull(WakeupsTest.class.getResourceAsStream("ball.c"))) {
      Files.copy(in, code);
    }
    Path program = directory.resolve("kedge_ball");
    List<String> command =
        List.of(
            "gcc",
            "-O2",
            "-fomit-frame-pointer",
            "-fno-optimize-sibling-calls",
            "-o",
            program.toString(),
            code.toString());
    try {
      assumeTrue(
          new ProcessBuilder(command).inheritIO().start().waitFor() == 0,
          () -> "cannot build: " + command);
    } catch (IOException e) {
      assumeTrue(false, "no gcc here");
    }
    return program;
  }
}
