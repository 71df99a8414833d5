package dev.kedge.agent;

import dev.kedge.linux.kmsg.KmsgHandler;
import dev.kedge.linux.kmsg.KmsgReader;
import dev.kedge.linux.kmsg.KmsgRecord;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.report.KernelReport;
import dev.kedge.report.KmsgLine;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportParser;
import dev.kedge.report.ReportStream;
import dev.kedge.wire.OccurrencesCodec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows {@code /dev/kmsg} and spools the kernel reports it finds; the thread {@code kmsg}.
 *
 * <p>A report is complete when the next one begins or the log has been quiet for two seconds. It
 * starts from the oldest record the kernel still holds: reports of before the agent's start are
 * sent as well, and what was sent before is recognised by its sequence number.
 *
 * <p>Lines that user space wrote to {@code /dev/kmsg} count as well: only root can, and test tools
 * do.
 */
final class KernelLog implements Runnable, KmsgHandler {
  private static final Logger LOG = System.getLogger(KernelLog.class.getName());
  private static final int QUIET_MILLISECONDS = 2_000;
  private static final int POLL_MILLISECONDS = 500;

  private final Outbox outbox;
  private final HostIdentity identity;
  private final KmsgReader reader;
  private final ReportStream stream;
  private boolean flushed = true;
  private long lastRecordNanos;

  KernelLog(Outbox outbox, HostIdentity identity, ReportParser reports) {
    this.stream = new ReportStream(reports);
    this.outbox = outbox;
    this.identity = identity;
    this.reader = KmsgReader.open(Path.of("/dev/kmsg"), Path.of("/proc"));
  }

  /** Why the log cannot be read, if it cannot. */
  Optional<Limitation> limitation() {
    return reader.limitation();
  }

  @Override
  public void run() {
    try (reader) {
      while (!Thread.currentThread().isInterrupted() && reader.limitation().isEmpty()) {
        reader.read(this, POLL_MILLISECONDS);
        long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastRecordNanos);
        if (!flushed && quiet > QUIET_MILLISECONDS) {
          flushed = true;
          send(stream.flush());
        }
      }
      send(stream.flush());
    }
  }

  @Override
  public void onRecord(KmsgRecord record) {
    lastRecordNanos = System.nanoTime();
    flushed = false;
    for (String line : record.text().split("\n", -1)) {
      send(
          stream.line(
              new KmsgLine(
                  record.sequence(), record.timeMicros(), record.caller().orElse(""), line)));
    }
  }

  @Override
  public void onGap(long records) {
    LOG.log(Level.WARNING, "{0} kernel messages were overwritten before they were read", records);
  }

  private void send(List<KernelReport> reports) {
    if (reports.isEmpty()) {
      return;
    }
    List<Occurrence> occurrences = reports.stream().map(this::occurrence).toList();
    outbox.send(UploadKind.REPORTS, () -> OccurrencesCodec.encode(occurrences));
  }

  private Occurrence occurrence(KernelReport report) {
    Instant at = identity.bootedAt().plus(report.uptime().orElse(Duration.ZERO));
    return new Occurrence(
        identity.host(),
        Optional.of(identity.boot()),
        report.startLine(),
        at,
        report.uptime().isPresent(),
        "kmsg",
        report);
  }
}
