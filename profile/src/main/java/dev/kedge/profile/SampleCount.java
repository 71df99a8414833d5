package dev.kedge.profile;

/**
 * How often one stack was seen in one process during a window.
 *
 * @param stackId key of the stack dictionary
 * @param pid process (thread group) id in the host's PID namespace; 0 for kernel idle work
 * @param command the process's name (comm of the thread group leader, 15 bytes at most)
 * @param cgroup path of the process's cgroup, {@code /} for the root
 * @param count samples, at least 1
 */
public record SampleCount(long stackId, int pid, String command, String cgroup, long count) {}
