package dev.kedge.store.telemetry;

import dev.kedge.profile.Namespaces;

/**
 * A process with samples.
 *
 * @param pid process id
 * @param command its name
 * @param cgroup path of its cgroup
 * @param namespaces those it is in, as far as they are not the host's
 * @param samples how many
 */
public record ProcessSummary(
    int pid, String command, String cgroup, Namespaces namespaces, long samples) {
  /** A process in the namespaces of the host. */
  public ProcessSummary(int pid, String command, String cgroup, long samples) {
    this(pid, command, cgroup, Namespaces.HOST, samples);
  }
}
