package dev.kedge.bandwidth.scenario;

import dev.kedge.bandwidth.CpuSet;
import java.util.List;

/**
 * Tasks that do the same.
 *
 * @param name names the tasks: {@code name} alone when there is one, {@code name/0} and so on
 *     otherwise
 * @param group path of their group; {@code /} is the root group
 * @param count how many start; 0 for a template that {@link Step.Fork} starts
 * @param steps what each does
 * @param cpus where they may run
 * @param nice -20 to 19
 * @param startNs when the first starts
 * @param spreadNs how much later each further one starts
 * @param kernelThread never leaves the kernel, so no per-task throttle takes it
 */
public record Workload(
    String name,
    String group,
    int count,
    List<Step> steps,
    CpuSet cpus,
    int nice,
    long startNs,
    long spreadNs,
    boolean kernelThread) {

  public Workload {
    steps = List.copyOf(steps);
  }

  public static Workload of(String name, String group, int count, List<Step> steps) {
    return new Workload(name, group, count, steps, CpuSet.ALL, 0, 0, 0, false);
  }

  public Workload on(CpuSet set) {
    return new Workload(name, group, count, steps, set, nice, startNs, spreadNs, kernelThread);
  }

  public Workload starting(long start, long spread) {
    return new Workload(name, group, count, steps, cpus, nice, start, spread, kernelThread);
  }

  public Workload withNice(int value) {
    return new Workload(name, group, count, steps, cpus, value, startNs, spreadNs, kernelThread);
  }
}
