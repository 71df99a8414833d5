package dev.kedge.verify.suite;

import dev.kedge.verify.compare.Gate;
import dev.kedge.verify.result.KernelIdentity;
import java.util.List;
import java.util.Optional;

/**
 * A gate as the plan states it.
 *
 * @param gate what is promised
 * @param since the series from which on it is promised; older kernels are only shown
 * @param needs what the kernel's configuration must have for the promise
 * @param reason why the gate is there, for people
 */
record PlanGate(Gate gate, Optional<Series> since, List<ConfigNeed> needs, String reason) {
  PlanGate {
    needs = List.copyOf(needs);
  }

  /** The gate for one candidate: advisory where nothing is promised of it. */
  Gate on(KernelIdentity candidate) {
    boolean promised =
        since.map(series -> series.reachedBy(candidate.release())).orElse(true)
            && needs.stream().allMatch(need -> need.lackedBy(candidate).isEmpty());
    return new Gate(gate.name(), gate.path(), gate.blocking() && promised, gate.rule());
  }
}
