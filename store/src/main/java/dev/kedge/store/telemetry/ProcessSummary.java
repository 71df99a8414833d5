package dev.kedge.store.telemetry;

/**
 * A process with samples.
 *
 * @param pid process id
 * @param command its name
 * @param cgroup path of its cgroup
 * @param samples how many
 */
public record ProcessSummary(int pid, String command, String cgroup, long samples) {}
