package dev.kedge.bandwidth.scenario;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;

/**
 * Something done to the machine from outside while it runs.
 *
 * @param atNs when, since the start
 */
public record Event(long atNs, Action action) {

  /** What is done. A task is named as {@link Workload} says. */
  public sealed interface Action {
    /** Writes {@code cpu.max} and {@code cpu.max.burst}. */
    record SetLimit(String group, CpuLimit limit) implements Action {}

    /** Writes {@code cpu.shares}. */
    record SetShares(String group, int shares) implements Action {}

    /**
     * Writes a file of the cgroup file system, such as {@code /web/cpu.max}, as a system call does:
     * with the kernel's rounding, and refused where the kernel refuses it.
     */
    record WriteFile(String path, String text) implements Action {}

    /** Moves a task to another group. */
    record MoveTask(String task, String group) implements Action {}

    /** Changes a task's CPU affinity. */
    record SetTaskAffinity(String task, CpuSet cpus) implements Action {}

    /** Kills a task. */
    record KillTask(String task) implements Action {}

    /** Takes a CPU offline. */
    record CpuOffline(int cpu) implements Action {}

    /** Brings a CPU back. */
    record CpuOnline(int cpu) implements Action {}
  }
}
