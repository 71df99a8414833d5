package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.HostIdentityReader;
import dev.kedge.linux.cgroup.CgroupMounts;
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
  private static final int WANTED = 20;

  @TempDir Path directory;

  @Test
  void everyWaitOfAProcessHasTheOneWhoEndedIt() throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/sys/kernel/tracing/events/sched/sched_waking/format")),
        "tracefs is not mounted here, or may not be read");
    Process ball = new ProcessBuilder(compile().toString(), "20000").start();
    List<ProfileWindow> windows;
    try {
      windows = waitsOf(WaitTarget.parse(Long.toString(ball.pid())));
    } finally {
      ball.destroy();
    }
    Profile profile = merge(windows);
    assertThat(profile.stacks()).allMatch(stack -> stack.pid() == ball.pid());
    assertThat(byChild(windows)).as("woken through the pipe").isPositive();
    assertThat(byTimer(windows)).as("woken by the timer").isPositive();
    long unseen = count(profile, "[off CPU: since before it was watched]", "[woken by]", "[waker");
    assertThat(unseen).isLessThan(profile.samples() / 4);
    assertThat(count(profile, "nanosleep", "return_ball", "[waker"))
        .as("the child never ends the sleep of its parent")
        .isZero();
  }

  /** Recorded until there are enough of both kinds, or a minute is over. */
  private List<ProfileWindow> waitsOf(WaitTarget target) throws Exception {
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    Profiler profiler =
        Profiler.start(
            new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read(),
            ProfilerOptions.of(19, Duration.ofSeconds(1), directory)
                .withKinds(SampledKind.parse("wakeups"))
                .withWaitsOf(target),
            windows::add,
            InstantSource.system());
    try {
      assumeTrue(profiler.canSample(), () -> "may not sample: " + profiler.limitations());
      for (int i = 0; i < 600 && (byChild(windows) < WANTED || byTimer(windows) < WANTED); i++) {
        Thread.sleep(100);
      }
    } finally {
      profiler.close();
    }
    return windows;
  }

  @Test
  void everyWaitInACgroupHasTheOneWhoEndedIt() throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/sys/kernel/tracing/events/sched/sched_waking/format")),
        "tracefs is not mounted here, or may not be read");
    Path root =
        CgroupMounts.read(Path.of("/proc"), Path.of("/sys")).cpu().orElse(Path.of("/nowhere"));
    assumeTrue(Files.isWritable(root), "no cgroup can be made here in " + root);
    Path group = Files.createDirectory(root.resolve("kedge-test-" + ProcessHandle.current().pid()));
    try {
      Path below = Files.createDirectory(group.resolve("below"));
      String join = "echo $$ > " + below.resolve("cgroup.procs") + " && exec " + compile();
      Process ball = new ProcessBuilder("sh", "-c", join + " 20000").start();
      List<ProfileWindow> windows;
      try {
        windows = waitsOf(new WaitTarget.Group("/" + group.getFileName()));
      } finally {
        leave(below, root);
        ball.destroy();
      }
      assertThat(byChild(windows)).as("woken through the pipe").isPositive();
      assertThat(byTimer(windows)).as("woken by the timer").isPositive();
      assertThat(merge(windows).stacks().stream().map(WeightedStack::pid).distinct())
          .as("both processes and no other")
          .hasSize(2);
    } finally {
      Files.deleteIfExists(group.resolve("below"));
      Files.delete(group);
    }
  }

  /** A group that has members cannot be removed. */
  private static void leave(Path group, Path root) throws IOException {
    for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
      Files.writeString(root.resolve("cgroup.procs"), pid);
    }
  }

  private static long byChild(List<ProfileWindow> windows) {
    return count(windows, "wait_for_ball", "return_ball", "[waker: kedge_ball]");
  }

  private static long byTimer(List<ProfileWindow> windows) {
    return count(windows, "main", "hrtimer_wakeup", "[waker: interrupt]");
  }

  private static long count(List<ProfileWindow> windows, String... names) {
    boolean any = List.copyOf(windows).stream().anyMatch(w -> w.kind() == SampleKind.WAKEUPS);
    return any ? count(merge(windows), names) : 0;
  }

  private static Profile merge(List<ProfileWindow> windows) {
    WindowMerger merger = new WindowMerger(SampleKind.WAKEUPS);
    List.copyOf(windows).forEach(merger::add);
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
