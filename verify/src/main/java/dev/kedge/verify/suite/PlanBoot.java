package dev.kedge.verify.suite;

import dev.kedge.verify.machine.BootLimits;
import dev.kedge.verify.machine.MachineSpec;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.run.PlannedBoot;
import java.util.List;
import java.util.Optional;

/**
 * One boot of each round.
 *
 * @param name its name in the plan
 * @param machine where it runs
 * @param suites what runs in it, in order
 * @param limits when it is stopped
 */
record PlanBoot(String name, MachineSpec machine, List<Suite> suites, BootLimits limits) {
  PlanBoot {
    suites = List.copyOf(suites);
  }

  /** The boot of a kernel that can do everything. */
  PlannedBoot planned() {
    return new PlannedBoot(
        name,
        machine,
        suites.stream().map(suite -> suite.planned(Optional.empty())).toList(),
        limits);
  }

  /** The boot of a kernel; suites it cannot run are skipped. */
  PlannedBoot on(KernelIdentity kernel) {
    return new PlannedBoot(
        name, machine, suites.stream().map(suite -> suite.on(kernel)).toList(), limits);
  }
}
