package dev.kedge.agent;

import dev.kedge.linux.unwind.StackEnd;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the profiler has seen since it was started. Thread-safe. */
public final class ProfileCounters {
  private final LongAdder windows = new LongAdder();
  private final LongAdder lostWindows = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder userStacks = new LongAdder();
  private final LongAdder completeUserStacks = new LongAdder();
  private final Map<StackEnd, LongAdder> broken =
      Stream.of(StackEnd.values())
          .collect(Collectors.toUnmodifiableMap(end -> end, end -> new LongAdder()));

  void window(long windowSamples, long windowLost) {
    windows.increment();
    samples.add(windowSamples);
    lost.add(windowLost);
  }

  /** A window was given up with all its samples, because naming could not keep up. */
  void lostWindow(long windowSamples) {
    lostWindows.increment();
    lost.add(windowSamples);
  }

  void userStack(long count, boolean complete, StackEnd end) {
    userStacks.add(count);
    if (complete) {
      completeUserStacks.add(count);
    }
    adder(end).add(complete ? 0 : count);
  }

  /** Windows closed. */
  public long windows() {
    return windows.sum();
  }

  /** Windows given up because naming could not keep up; their samples count as lost. */
  public long lostWindows() {
    return lostWindows.sum();
  }

  /** Samples in closed windows. */
  public long samples() {
    return samples.sum();
  }

  /** Samples the kernel or the agent dropped. */
  public long lost() {
    return lost.sum();
  }

  /** Samples of processes with user code, so all but those of kernel threads. */
  public long userStacks() {
    return userStacks.sum();
  }

  /** Those of them whose user stack reaches the entry of a thread or program. */
  public long completeUserStacks() {
    return completeUserStacks.sum();
  }

  /**
   * Those of them that were cut: the copy of the stack or the kernel's frame limit was too short.
   */
  public long truncatedStacks() {
    return brokenStacks(StackEnd.TRUNCATED);
  }

  /** Those of the incomplete ones that ended for this reason. */
  public long brokenStacks(StackEnd end) {
    return adder(end).sum();
  }

  private LongAdder adder(StackEnd end) {
    return Objects.requireNonNull(broken.get(end));
  }
}
