package dev.kedge.agent;

import java.util.List;
import java.util.Optional;

/**
 * What a profiler records beside stacks of CPU time.
 *
 * @param kinds further kinds of samples
 * @param waitTarget whose waits are all recorded; empty for a share of the host's threads, where
 *     wakeups are among the kinds
 * @param namespaces whether those of processes are looked for
 * @param debugData what is taken from the debug data of programs
 */
public record Recorded(
    List<SampledKind> kinds,
    Optional<WaitTarget> waitTarget,
    boolean namespaces,
    DebugDataOptions debugData) {
  /** Nothing more than CPU time. */
  public static final Recorded CPU_TIME =
      new Recorded(List.of(), Optional.empty(), false, DebugDataOptions.OFF);

  public Recorded {
    kinds = List.copyOf(kinds);
  }

  Recorded with(List<SampledKind> wanted) {
    return new Recorded(wanted, waitTarget, namespaces, debugData);
  }

  Recorded with(WaitTarget target) {
    return new Recorded(kinds, Optional.of(target), namespaces, debugData);
  }

  Recorded withNamespaces() {
    return new Recorded(kinds, waitTarget, true, debugData);
  }

  Recorded with(DebugDataOptions wanted) {
    return new Recorded(kinds, waitTarget, namespaces, wanted);
  }
}
