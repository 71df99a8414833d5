package dev.kedge.server.intake;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.HostEvent;
import dev.kedge.report.HostReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.Occurrences;
import dev.kedge.report.event.FleetEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes occurrences of what a log or a stream without an agent tells: which host, when, and an
 * identity that is the same when the same lines come again. Not thread-safe.
 */
final class LogOccurrences {
  /** A log has at most ten thousand reports; a stream may have any number. */
  private static final int MAX_SEEN = 20_000;

  private final HostId host;
  private final boolean namedByLog;
  private final String source;

  /** How often a text was seen, so that what the kernel said twice is not taken for sent twice. */
  private final Map<Long, Integer> seen = new HashMap<>();

  /**
   * Occurrences of one log.
   *
   * @param host of lines that name none
   * @param namedByLog whether the names in the log count; else all is of that host
   * @param source name of the log
   */
  LogOccurrences(HostId host, boolean namedByLog, String source) {
    this.host = host;
    this.namedByLog = namedByLog;
    this.source = source;
  }

  Occurrences of(List<HostReport> reports, List<HostEvent> events, Instant now) {
    return new Occurrences(
        reports.stream().map(report -> report(report, now)).toList(),
        events.stream().map(event -> event(event, now)).toList());
  }

  private Occurrence report(HostReport found, Instant now) {
    String text = found.report().text();
    if (seen.size() >= MAX_SEEN) {
      seen.clear();
    }
    int ordinal = seen.merge(hash(0, found.host() + '\n' + text), 1, Integer::sum);
    return new Occurrence(
        host(found.host()),
        boot(found.bootId()),
        hash(ordinal, text),
        found.at().orElse(now),
        found.at().isPresent(),
        source(found.boot(), found.bootId()),
        found.report());
  }

  /** Its text does not count: it comes with the first telling only. */
  private EventOccurrence event(HostEvent found, Instant now) {
    FleetEvent event = found.event();
    String identity =
        "%s\n%s\n%s"
            .formatted(
                event.title(),
                event.device().orElse(""),
                event.first().map(Duration::toString).orElse(""));
    return new EventOccurrence(
        host(found.host()),
        boot(found.bootId()),
        hash(event.startLine(), identity),
        found.at().orElse(now),
        found.at().isPresent(),
        source(found.boot(), found.bootId()),
        event);
  }

  private HostId host(String named) {
    if (!namedByLog || named.isEmpty()) {
      return host;
    }
    try {
      return new HostId(named.replace(':', '-'));
    } catch (IllegalArgumentException e) {
      return host;
    }
  }

  /** Boots without a name are told apart by their place in the log. */
  private String source(int boot, String bootId) {
    return boot == 0 || !bootId.isEmpty() ? source : "%s, boot %d".formatted(source, boot + 1);
  }

  /** journald writes a boot's id without dashes. */
  private static Optional<BootId> boot(String id) {
    if (id.length() != 32) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          BootId.parse(
              String.join(
                  "-",
                  id.substring(0, 8),
                  id.substring(8, 12),
                  id.substring(12, 16),
                  id.substring(16, 20),
                  id.substring(20))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long hash(int number, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest()).getLong() & Long.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
