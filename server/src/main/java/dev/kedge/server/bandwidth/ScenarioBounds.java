package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.server.http.ProblemException;

/** Refuses scenarios that are larger than a server simulates for whoever asks. */
final class ScenarioBounds {
  private final SimulationLimits limits;

  ScenarioBounds(SimulationLimits limits) {
    this.limits = limits;
  }

  /**
   * Checks a scenario before anything of it is run.
   *
   * @throws ProblemException 400, naming the bound
   */
  void check(Scenario scenario) {
    bound("CPUs", scenario.machine().cpus(), limits.cpus());
    bound("groups", scenario.groups().size(), limits.groups());
    bound(
        "tasks",
        scenario.workloads().stream().mapToLong(workload -> workload.count()).sum(),
        limits.tasks());
    bound("ms of duration", scenario.durationNs() / 1_000_000, limits.duration().toMillis());
    if (scenario.durationNs() <= 0) {
      throw ProblemException.badRequest("the duration is 0: nothing would happen");
    }
  }

  private static void bound(String what, long found, long most) {
    if (found > most) {
      throw ProblemException.badRequest(
          "%d %s: at most %d are simulated here; kedge bandwidth sim FILE has no such bound"
              .formatted(found, what, most));
    }
  }
}
