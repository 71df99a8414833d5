package dev.kedge.model;

import java.time.Instant;
import java.util.List;

/**
 * The agent's sign of life.
 *
 * @param identity the host as it is now
 * @param at the host's wall clock when it was sent
 * @param agentVersion version of the agent's build
 * @param cost what the agent has used so far
 * @param limitations what it cannot see, empty when it sees everything
 */
public record Heartbeat(
    HostIdentity identity,
    Instant at,
    String agentVersion,
    AgentCost cost,
    List<Limitation> limitations) {
  public Heartbeat {
    limitations = List.copyOf(limitations);
  }
}
