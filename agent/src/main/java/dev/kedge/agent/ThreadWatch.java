package dev.kedge.agent;

import dev.kedge.linux.perf.PerfSampler;
import dev.kedge.linux.perf.WatchedThreads;
import dev.kedge.model.Limitation;
import dev.kedge.profile.SampleKind;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Chooses the threads whose waits are recorded: all of a process or a cgroup, looked for again each
 * second, or a share of the host's threads, others in each window. One thread at a time, but for
 * {@link #limitation}.
 */
final class ThreadWatch {
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final TargetThreads target;
  private final WakeupCounter counter;
  private final WaitPauses pauses = new WaitPauses();
  private SortedSet<Integer> watched = new TreeSet<>();
  private long nextLook;
  private int turn;
  private long gapsBefore;
  private int windows;
  private int cutWindows;
  private volatile Optional<Limitation> limitation = Optional.empty();

  ThreadWatch(TargetThreads target, WakeupCounter counter) {
    this.target = target;
    this.counter = counter;
  }

  /**
   * A window begins, with a sampler that may be new.
   *
   * @param contextSwitches of the host since it was started
   */
  void beginWindow(
      PerfSampler sampler, ProfilerOptions options, long contextSwitches, long nowNanos) {
    Optional<SampledKind> kind = wanted(options);
    if (kind.isEmpty()) {
      return;
    }
    note(sampler.waitGaps());
    if (options.recorded().waitTarget().isPresent()) {
      watched = target.find(options.recorded().waitTarget().get());
      watch(sampler, options.waitsPerSecond(), nowNanos);
      return;
    }
    counter.forget();
    double cpus = Math.max(1, sampler.statistics().rings());
    boolean rest =
        options.budget().isPresent()
            && pauses.rest(contextSwitches, nowNanos, cpus * options.budget().get().cpuShare());
    if (rest) {
      sampler.unwatch();
    } else {
      int bits = Long.numberOfTrailingZeros(kind.get().period());
      // Steps by an odd number pass through all residues, and not beside one another.
      int residue = (turn++ * 0x9E3779B1) & ((1 << bits) - 1);
      sampler.watch(new WatchedThreads.Share(bits, residue), options.waitsPerSecond());
    }
  }

  /** Looks for threads that are new, when it is time. */
  void look(PerfSampler sampler, ProfilerOptions options, long nowNanos) {
    if (options.recorded().waitTarget().isEmpty() || nowNanos - nextLook < 0) {
      return;
    }
    nextLook = nowNanos + LOOK_NANOS;
    SortedSet<Integer> now = target.find(options.recorded().waitTarget().get());
    if (!now.equals(watched)) {
      watched = now;
      watch(sampler, options.waitsPerSecond(), nowNanos);
    }
  }

  private void watch(PerfSampler sampler, int perSecond, long nowNanos) {
    nextLook = nowNanos + LOOK_NANOS;
    WatchedThreads.Listed threads = WatchedThreads.of(watched);
    counter.retain(watched);
    sampler.watch(threads, perSecond);
    if (threads.left() > 0) {
      tell(
          "waits of %d of %d threads".formatted(threads.left(), watched.size()),
          "the kernel's filters hold so many threads only",
          "a smaller cgroup");
    }
  }

  /** How often too much came in a window for all to be recorded. */
  private void note(long gaps) {
    windows++;
    cutWindows += gaps > gapsBefore ? 1 : 0;
    gapsBefore = gaps;
    if (cutWindows > 0) {
      tell(
          "some waits of watched threads in %d of %d windows".formatted(cutWindows, windows),
          "they waited more often than is recorded in a second",
          "fewer threads: --wakeups-of, or a larger N in --kinds wakeups=N");
    }
  }

  private void tell(String what, String cause, String remedy) {
    limitation = Optional.of(new Limitation(what, cause, remedy));
  }

  private static Optional<SampledKind> wanted(ProfilerOptions options) {
    return options.kinds().stream().filter(kind -> kind.kind() == SampleKind.WAKEUPS).findFirst();
  }

  /** What of the waits is missing. */
  List<Limitation> limitations() {
    return Stream.of(target.limitation(), limitation).flatMap(Optional::stream).toList();
  }
}
