package dev.kedge.agent;

import dev.kedge.linux.kmsg.KmsgHandler;
import dev.kedge.linux.kmsg.KmsgReader;
import dev.kedge.linux.kmsg.KmsgRecord;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.report.Occurrences;
import dev.kedge.report.ReportParser;
import dev.kedge.wire.OccurrencesCodec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows {@code /dev/kmsg} and spools the kernel reports and events it finds; the thread {@code
 * kmsg}.
 *
 * <p>It starts from the oldest record the kernel still holds: what happened before the agent's
 * start is sent as well, and what was sent before is recognised by its sequence number. Reports
 * that are not over are sent when the log was quiet for two seconds, events every two seconds.
 *
 * <p>Lines that user space wrote to {@code /dev/kmsg} count as well: only root can, and test tools
 * do.
 */
final class KernelLog implements Runnable, KmsgHandler {
  private static final Logger LOG = System.getLogger(KernelLog.class.getName());
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int POLL_MILLISECONDS = 1_000;

  /** While nothing waits to be sent; a record ends the wait. */
  private static final int IDLE_MILLISECONDS = 5_000;

  private final Outbox outbox;
  private final KmsgReader reader;
  private final KmsgFindings findings;
  private boolean flushed = true;
  private boolean eventsSent = true;
  private long lastRecordNanos;
  private long lastEventsNanos = System.nanoTime();

  KernelLog(Outbox outbox, HostIdentity identity, ReportParser reports) {
    this.outbox = outbox;
    this.findings = new KmsgFindings(identity, reports);
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
        reader.read(this, flushed && eventsSent ? IDLE_MILLISECONDS : POLL_MILLISECONDS);
        long now = System.nanoTime();
        if (!flushed && now - lastRecordNanos > PAUSE_NANOS) {
          flushed = true;
          // What was not over may have ended as an event.
          eventsSent = false;
          send(findings.quiet());
        }
        if (!eventsSent && now - lastEventsNanos > PAUSE_NANOS) {
          eventsSent = true;
          lastEventsNanos = now;
          send(findings.events());
        }
      }
      send(findings.quiet());
      send(findings.events());
    }
  }

  @Override
  public void onRecord(KmsgRecord record) {
    lastRecordNanos = System.nanoTime();
    flushed = false;
    eventsSent = false;
    send(findings.record(record));
  }

  @Override
  public void onGap(long records) {
    findings.gap(records);
    LOG.log(Level.WARNING, "{0} kernel messages were overwritten before they were read", records);
  }

  private void send(Occurrences found) {
    if (found.size() > 0) {
      outbox.send(UploadKind.REPORTS, () -> OccurrencesCodec.encode(found));
    }
  }
}
