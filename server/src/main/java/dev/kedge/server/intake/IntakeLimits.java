package dev.kedge.server.intake;

import dev.kedge.wire.WireLimits;
import java.time.Duration;

/**
 * Bounds of what is taken in. The memory uploads can take is at most about twice {@code
 * decodedBytes * concurrentUploads + consoleBytes * concurrentLogs}.
 *
 * @param sentBytes largest upload of an agent as sent
 * @param decodedBytes largest upload of an agent, or OTLP message, decoded
 * @param concurrentUploads uploads of agents taken in at once
 * @param consoleBytes largest console log, decoded or not
 * @param concurrentLogs console logs taken in at once
 * @param bodyTime longest time for a body to arrive
 * @param patience how long an upload waits for its turn before it is told to come back
 */
public record IntakeLimits(
    long sentBytes,
    int decodedBytes,
    int concurrentUploads,
    int consoleBytes,
    int concurrentLogs,
    Duration bodyTime,
    Duration patience) {

  /** 8 MiB sent, the largest message of the wire decoded, 64 MiB of console log, one minute. */
  public static IntakeLimits standard() {
    return new IntakeLimits(
        8 << 20,
        WireLimits.MESSAGE_BYTES,
        8,
        64 << 20,
        2,
        Duration.ofMinutes(1),
        Duration.ofSeconds(5));
  }

  /** OTLP messages taken in at once; as messages from anybody they need more memory each. */
  int concurrentOtlp() {
    return Math.max(1, concurrentUploads / 4);
  }

  /** The largest body of any upload, as sent. */
  public long largestBody() {
    return Math.max(sentBytes, consoleBytes);
  }
}
