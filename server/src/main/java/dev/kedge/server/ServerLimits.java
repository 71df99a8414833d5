package dev.kedge.server;

import dev.kedge.server.api.QueryLimits;
import dev.kedge.server.bandwidth.SimulationLimits;
import dev.kedge.server.intake.IntakeLimits;
import java.time.Duration;

/**
 * Bounds of a server.
 *
 * @param intake of what is sent in
 * @param queries of what is asked
 * @param simulations of runs of the bandwidth model
 * @param connections TCP connections open at once; further ones wait in the kernel's backlog
 * @param headTime a request whose headers have not ended this long after its first line is cut off
 * @param idleTimeout a connection without a request for this long is closed
 * @param maintenance pause between two rounds of the store's upkeep
 */
public record ServerLimits(
    IntakeLimits intake,
    QueryLimits queries,
    SimulationLimits simulations,
    int connections,
    Duration headTime,
    Duration idleTimeout,
    Duration maintenance) {

  /** Bounds for one server of up to some thousand hosts. */
  public static ServerLimits standard() {
    return new ServerLimits(
        IntakeLimits.standard(),
        QueryLimits.standard(),
        SimulationLimits.standard(),
        8192,
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        Duration.ofSeconds(2));
  }

  /** The same with other bounds of what is sent in. */
  public ServerLimits withIntake(IntakeLimits other) {
    return new ServerLimits(
        other, queries, simulations, connections, headTime, idleTimeout, maintenance);
  }

  /** The same with other bounds of what is asked. */
  public ServerLimits withQueries(QueryLimits other) {
    return new ServerLimits(
        intake, other, simulations, connections, headTime, idleTimeout, maintenance);
  }

  /** The same with other bounds of runs of the bandwidth model. */
  public ServerLimits withSimulations(SimulationLimits other) {
    return new ServerLimits(
        intake, queries, other, connections, headTime, idleTimeout, maintenance);
  }

  /** The same with another bound of time for headers and idle connections. */
  public ServerLimits withTimeouts(Duration other) {
    return new ServerLimits(intake, queries, simulations, connections, other, other, maintenance);
  }
}
