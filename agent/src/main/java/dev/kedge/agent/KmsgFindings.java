package dev.kedge.agent;

import dev.kedge.linux.kmsg.KmsgRecord;
import dev.kedge.model.HostIdentity;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.HostEvent;
import dev.kedge.report.HostReport;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.Occurrences;
import dev.kedge.report.ReportFeed;
import dev.kedge.report.ReportParser;
import dev.kedge.report.carrier.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the records of {@code /dev/kmsg} tell, with the host, its boot and the time by its wall
 * clock. Not thread-safe.
 */
final class KmsgFindings {
  private static final String SOURCE = "kmsg";

  private final HostIdentity identity;
  private final ReportFeed feed;
  private long lost;

  KmsgFindings(HostIdentity identity, ReportParser reports) {
    this.identity = identity;
    this.feed = new ReportFeed(reports);
  }

  /** Takes the next record; returns the reports that are over now, usually none. */
  Occurrences record(KmsgRecord record) {
    List<HostReport> reports = new ArrayList<>();
    for (String line : record.text().split("\n", -1)) {
      reports.addAll(
          feed.record(
              LogRecord.kmsg(
                  record.sequence(),
                  record.timeMicros(),
                  record.level(),
                  record.caller().orElse(""),
                  line,
                  lost)));
      lost = 0;
    }
    return reports(reports);
  }

  /** So many records before the next are missing. */
  void gap(long records) {
    lost += records;
  }

  /** The log was quiet: the reports as far as they are there. */
  Occurrences quiet() {
    return reports(feed.flush());
  }

  /** Events that happened, or happened again, since the last call. */
  Occurrences events() {
    return new Occurrences(List.of(), feed.events().stream().map(this::occurrence).toList());
  }

  private Occurrences reports(List<HostReport> found) {
    return new Occurrences(found.stream().map(this::occurrence).toList(), List.of());
  }

  private Occurrence occurrence(HostReport found) {
    KernelReport report = found.report();
    return new Occurrence(
        identity.host(),
        Optional.of(identity.boot()),
        report.startLine(),
        at(report.uptime()),
        report.uptime().isPresent(),
        SOURCE,
        report);
  }

  private EventOccurrence occurrence(HostEvent found) {
    return new EventOccurrence(
        identity.host(),
        Optional.of(identity.boot()),
        found.event().startLine(),
        at(found.event().first()),
        found.event().first().isPresent(),
        SOURCE,
        found.event());
  }

  private Instant at(Optional<Duration> uptime) {
    return identity.bootedAt().plus(uptime.orElse(Duration.ZERO));
  }
}
