package dev.kedge.agent;

import dev.kedge.model.HostId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the agent on one host is told.
 *
 * @param server base address of the server, for example {@code http://127.0.0.1:7878/}
 * @param token bearer token, where the server demands one
 * @param serverCertificate PEM file of the certificate the server must show, empty to trust what
 *     the system trusts
 * @param spool directory for uploads that the server has not acknowledged
 * @param spoolBytes most the spool may hold; past it the oldest upload is dropped and counted
 * @param host name to report under, empty for the machine's own
 * @param frequency samples per second and CPU
 * @param window length of a profile window
 * @param vitals time between two readings of the vital signs
 * @param taskScan time between two walks over all tasks (blocked tasks, run-queue wait)
 * @param heartbeat time between two heartbeats
 * @param budget what the agent may use of its host
 * @param kinds what is sampled beside CPU time
 * @param debugData what is taken from the debug data of programs
 */
public record AgentConfig(
    URI server,
    Optional<String> token,
    Optional<Path> serverCertificate,
    Path spool,
    long spoolBytes,
    Optional<HostId> host,
    int frequency,
    Duration window,
    Duration vitals,
    Duration taskScan,
    Duration heartbeat,
    Budget budget,
    List<SampledKind> kinds,
    DebugDataOptions debugData) {
  /** Samples per second and CPU unless told otherwise: prime, so that it beats with no timer. */
  public static final int DEFAULT_FREQUENCY = 19;

  /** Bytes the spool may hold unless told otherwise: a day of a large host at 100 MB a day. */
  public static final long DEFAULT_SPOOL_BYTES = 256L << 20;

  /** Checks ranges. */
  public AgentConfig {
    kinds = List.copyOf(kinds);
    if (frequency < 1 || frequency > 4999) {
      throw new AgentException("sampling frequency %d Hz: expected 1 to 4999".formatted(frequency));
    }
    if (window.toMillis() < 1000 || window.toMillis() > 60_000) {
      throw new AgentException("window of %s: expected 1 s to 60 s".formatted(window));
    }
    if (spoolBytes < 1 << 20) {
      throw new AgentException("spool of %d bytes: expected at least 1 MiB".formatted(spoolBytes));
    }
  }

  /** The defaults for everything but where to send and where to spool. */
  public static AgentConfig of(URI server, Path spool) {
    return new AgentConfig(
        server,
        Optional.empty(),
        Optional.empty(),
        spool,
        DEFAULT_SPOOL_BYTES,
        Optional.empty(),
        DEFAULT_FREQUENCY,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Budget.DEFAULT,
        List.of(),
        DebugDataOptions.SPARING);
  }
}
