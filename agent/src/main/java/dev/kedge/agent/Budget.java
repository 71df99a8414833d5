package dev.kedge.agent;

/**
 * What the agent may use of its host.
 *
 * @param cpuShare CPU time of the agent as a share of the time the host's CPUs are busy, but at
 *     least of one CPU: an idle host has no busy time to take a share of
 * @param memoryBytes resident memory, perf rings included
 */
public record Budget(double cpuShare, long memoryBytes) {
  /** Unless told otherwise: 0.2 % and 256 MiB. */
  public static final Budget DEFAULT = new Budget(0.002, 256L << 20);

  /** Checks ranges. */
  public Budget {
    if (!(cpuShare > 0 && cpuShare <= 1)) {
      throw new AgentException(
          "CPU budget of %s: expected more than 0 and at most 1".formatted(cpuShare));
    }
    if (memoryBytes < 64L << 20) {
      throw new AgentException(
          "memory budget of %d bytes: the agent needs at least 64 MiB".formatted(memoryBytes));
    }
  }
}
