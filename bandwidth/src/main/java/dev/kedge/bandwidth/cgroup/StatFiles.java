package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.Simulation;
import java.util.List;

/**
 * The files that only show something: counters in nanoseconds in version 1 ({@code
 * cpu_cfs_stat_show}), in whole microseconds rounded down in version 2 ({@code
 * cpu_extra_stat_show}), and pressure.
 */
final class StatFiles {
  private final Simulation simulation;
  private final CgroupVersion version;

  StatFiles(Simulation simulation, CgroupVersion version) {
    this.simulation = simulation;
    this.version = version;
  }

  List<ControlFile> files() {
    return switch (version) {
      case V1 ->
          List.of(
              ControlFile.readOnly("cpu.stat", this::statV1),
              ControlFile.readOnly(
                  "cpu.stat.local",
                  group -> "throttled_time %d\n".formatted(counters(group).throttledLocalNs())));
      case V2 ->
          List.of(
              new ControlFile(
                  "cpu.pressure", true, this::pressure, (group, text) -> refuseTrigger()),
              ControlFile.readOnly("cpu.stat", this::statV2),
              ControlFile.readOnly(
                  "cpu.stat.local",
                  group ->
                      "throttled_usec %d\n".formatted(counters(group).throttledLocalNs() / 1_000)));
    };
  }

  private GroupCounters counters(GroupDirectory group) {
    return simulation.counters(group.group);
  }

  private String statV1(GroupDirectory group) {
    GroupCounters counters = counters(group);
    return """
    nr_periods %d
    nr_throttled %d
    throttled_time %d
    nr_bursts %d
    burst_time %d
    """
        .formatted(
            counters.nrPeriods(),
            counters.nrThrottled(),
            counters.throttledNs(),
            counters.nrBursts(),
            counters.burstNs());
  }

  private String statV2(GroupDirectory group) {
    GroupCounters counters = counters(group);
    return """
    usage_usec %d
    user_usec %d
    system_usec %d
    nr_periods %d
    nr_throttled %d
    throttled_usec %d
    nr_bursts %d
    burst_usec %d
    """
        .formatted(
            counters.usageNs() / 1_000,
            counters.userNs() / 1_000,
            counters.systemNs() / 1_000,
            counters.nrPeriods(),
            counters.nrThrottled(),
            counters.throttledNs() / 1_000,
            counters.nrBursts(),
            counters.burstNs() / 1_000);
  }

  private String pressure(GroupDirectory group) {
    sample(group);
    long some = simulation.pressureSomeNs(group.group);
    // The kernel leaves the second line of the whole machine at 0: it is not defined there.
    String full =
        group.isRoot()
            ? "full avg10=0.00 avg60=0.00 avg300=0.00 total=0"
            : group.full.line("full", simulation.pressureFullNs(group.group));
    return group.some.line("some", some) + "\n" + full + "\n";
  }

  /** Takes the totals into the averages of a group when that is due. */
  void sample(GroupDirectory group) {
    long now = simulation.now();
    if (now >= group.some.nextUpdate()) {
      group.some.update(now, simulation.pressureSomeNs(group.group));
      group.full.update(now, simulation.pressureFullNs(group.group));
    }
  }

  private static void refuseTrigger() {
    throw new CgroupFileException(Errno.EOPNOTSUPP, "the model has no pressure triggers");
  }
}
