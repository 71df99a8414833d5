package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import java.util.OptionalDouble;

/**
 * One line of a measurement: a group of a run, what ran in it and what its counters said.
 *
 * @param line its number in the file
 * @param group its name
 * @param parent name of the group it is below; empty when it is at the top of the run
 * @param limit its limit
 * @param shares its weight
 * @param load the tasks in it
 * @param cpus where they may run
 * @param values what was measured
 */
public record MeasuredGroup(
    int line,
    String group,
    String parent,
    CpuLimit limit,
    int shares,
    Load load,
    CpuSet cpus,
    Values values) {

  /**
   * The tasks of a group.
   *
   * @param hogs tasks that spin for ever
   * @param jobs tasks released every period
   * @param jobUs execution of one job, microseconds
   * @param jobPeriodUs the period, microseconds
   * @param spread whether releases are spread over the period instead of together
   * @param readers tasks that read zeros in one long system call after the other
   * @param readKib size of one such call
   */
  public record Load(
      int hogs, int jobs, long jobUs, long jobPeriodUs, boolean spread, int readers, long readKib) {

    /** CPUs' worth of work that the tasks bring, a hog counting as one. */
    public double demand() {
      return hogs + readers + (jobPeriodUs == 0 ? 0 : (double) jobs * jobUs / jobPeriodUs);
    }
  }

  /**
   * Counters as differences over the run.
   *
   * @param durationNs length of the run
   * @param periods {@code nr_periods}
   * @param throttledPeriods {@code nr_throttled}
   * @param throttledNs throttled time
   * @param throttledLocalNs {@code cpu.stat.local}
   * @param bursts {@code nr_bursts}
   * @param burstNs burst time
   * @param usageNs CPU time
   * @param taskCpuNs CPU time of the group's own tasks
   * @param taskUserNs what of it they saw in user mode
   * @param jobsDone finished jobs or calls
   * @param responseP50Us median response, microseconds; empty without jobs
   * @param responseP99Us its 99th percentile
   * @param stallMaxUs longest pause seen from user mode
   * @param outsideBusyNs CPU time of everything else on the machine
   */
  public record Values(
      long durationNs,
      long periods,
      long throttledPeriods,
      long throttledNs,
      long throttledLocalNs,
      long bursts,
      long burstNs,
      long usageNs,
      long taskCpuNs,
      long taskUserNs,
      long jobsDone,
      OptionalDouble responseP50Us,
      OptionalDouble responseP99Us,
      double stallMaxUs,
      long outsideBusyNs) {}
}
