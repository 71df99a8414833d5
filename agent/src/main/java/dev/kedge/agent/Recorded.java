package dev.kedge.agent;

import java.util.List;
import java.util.Optional;

/**
 * What a profiler records beside stacks of CPU time.
 *
 * @param kinds further kinds of samples
 * @param waitTarget whose waits are all recorded; empty for a share of the host's threads, where
 *     wakeups are among the kinds
 * @param debugData what is taken from the debug data of programs
 */
public record Recorded(
    List<SampledKind> kinds, Optional<WaitTarget> waitTarget, DebugDataOptions debugData) {
  /** Nothing more than CPU time. */
  public static final Recorded CPU_TIME =
      new Recorded(List.of(), Optional.empty(), DebugDataOptions.OFF);

  public Recorded {
    kinds = List.copyOf(kinds);
  }

  Recorded with(List<SampledKind> wanted) {
    return new Recorded(wanted, waitTarget, debugData);
  }

  Recorded with(WaitTarget target) {
    return new Recorded(kinds, Optional.of(target), debugData);
  }

  Recorded with(DebugDataOptions wanted) {
    return new Recorded(kinds, waitTarget, wanted);
  }
}
