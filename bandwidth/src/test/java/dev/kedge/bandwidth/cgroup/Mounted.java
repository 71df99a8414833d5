package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.List;

/** A simulation of two CPUs on 6.18 and its cgroup file system. */
public record Mounted(Simulation simulation, CgroupFs fs) {

  /** Groups without tasks. */
  public static Mounted groups(CgroupVersion version, Group... groups) {
    return with(version, List.of(groups));
  }

  /** Groups and tasks. */
  public static Mounted with(CgroupVersion version, List<Group> groups, Workload... workloads) {
    Scenario scenario =
        new Scenario(
            "test",
            Machine.of(2),
            Kernel.release("6.18"),
            groups,
            List.of(),
            List.of(workloads),
            List.of(),
            1_000_000_000,
            1);
    Simulation simulation = Simulation.of(scenario, SimulationListener.NONE);
    return new Mounted(simulation, CgroupFs.mount(simulation, scenario, version));
  }
}
