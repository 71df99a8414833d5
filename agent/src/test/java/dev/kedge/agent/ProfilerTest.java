package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.HostIdentityReader;
import dev.kedge.model.HostIdentity;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.WindowMerger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real profiler on the real kernel, as far as it lets this user. */
class ProfilerTest {
  private static volatile long sink;

  @TempDir Path directory;

  @Test
  void samplesThisProcessAndEveryStackIsDefined() {
    HostIdentity identity = new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read();
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    Profiler profiler =
        Profiler.start(
            identity,
            ProfilerOptions.of(199, Duration.ofSeconds(1), directory),
            windows::add,
            InstantSource.system());
    burn(Duration.ofMillis(2500));
    profiler.close();
    assumeTrue(
        profiler.counters().samples() > 0,
        () -> "this user may not sample anything here: " + profiler.limitations());

    assertThat(windows).hasSizeGreaterThanOrEqualTo(2);
    assertEveryReferenceIsDefined(windows);
    assertThat(windows).extracting(ProfileWindow::sequence).isSorted().doesNotHaveDuplicates();
    WindowMerger merger = new WindowMerger();
    windows.forEach(merger::add);
    Profile profile = merger.merge();
    assertThat(profile.samples()).isEqualTo(profiler.counters().samples());
    int self = Math.toIntExact(ProcessHandle.current().pid());
    assertThat(profile.stacks()).anyMatch(stack -> stack.pid() == self);
  }

  private static void assertEveryReferenceIsDefined(List<ProfileWindow> windows) {
    Set<Long> stacks = new HashSet<>();
    Set<Long> frames = new HashSet<>();
    for (ProfileWindow window : windows) {
      window.newStacks().stream().map(StackDefinition::id).forEach(stacks::add);
      window.newFrames().stream().map(FrameDefinition::id).forEach(frames::add);
      window.newStacks().forEach(stack -> assertThat(frames).containsAll(stack.frameIds()));
      assertThat(stacks).containsAll(window.samples().stream().map(SampleCount::stackId).toList());
    }
  }

  private static void burn(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      long value = sink;
      for (int i = 0; i < 100_000; i++) {
        value += i * value + 1;
      }
      sink = value;
    }
  }
}
