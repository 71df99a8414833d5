package dev.kedge.agent;

import dev.kedge.linux.kmsg.KmsgHandler;
import dev.kedge.linux.kmsg.KmsgReader;
import dev.kedge.linux.kmsg.KmsgRecord;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportParser;
import dev.kedge.wire.OccurrencesCodec;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows {@code /dev/kmsg} and spools the kernel reports it finds; the thread {@code kmsg}.
 *
 * <p>A report is complete when the log has been quiet for two seconds, or when so much was written
 * that waiting longer would lose its beginning. It starts from the oldest record the kernel still
 * holds: reports of before the agent's start are sent as well, and what was sent before is
 * recognised by its sequence number.
 */
final class KernelLog implements Runnable, KmsgHandler {
  private static final Logger LOG = System.getLogger(KernelLog.class.getName());
  private static final int QUIET_MILLISECONDS = 2_000;
  private static final int POLL_MILLISECONDS = 500;
  private static final int MAX_LINES = 8_192;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_LINE = 4_096;

  private final Spool spool;
  private final HostIdentity identity;
  private final KmsgReader reader;
  private final ReportParser parser = new ReportParser();
  private final StringBuilder text = new StringBuilder();
  private final List<Long> sequences = new ArrayList<>();
  private long lastRecordNanos;

  KernelLog(Spool spool, HostIdentity identity) {
    this.spool = spool;
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
        if (!sequences.isEmpty() && (quiet > QUIET_MILLISECONDS || full())) {
          sendReports();
        }
      }
      sendReports();
    }
  }

  private boolean full() {
    return sequences.size() >= MAX_LINES || text.length() >= MAX_BYTES;
  }

  @Override
  public void onRecord(KmsgRecord record) {
    lastRecordNanos = System.nanoTime();
    String prefix =
        String.format(
            Locale.ROOT,
            "[%5d.%06d]%s ",
            record.timeMicros() / 1_000_000,
            record.timeMicros() % 1_000_000,
            record.caller().map(caller -> "[%6s]".formatted(caller)).orElse(""));
    for (String line : record.text().split("\n", -1)) {
      text.append(prefix).append(line, 0, Math.min(line.length(), MAX_LINE)).append('\n');
      sequences.add(record.sequence());
    }
  }

  @Override
  public void onGap(long records) {
    LOG.log(Level.WARNING, "{0} kernel messages were overwritten before they were read", records);
  }

  private void sendReports() {
    List<KernelReport> reports = parser.parse(text.toString().getBytes(StandardCharsets.UTF_8));
    if (!reports.isEmpty()) {
      List<Occurrence> occurrences = reports.stream().map(this::occurrence).toList();
      try {
        spool.add(UploadKind.REPORTS, ServerLink.compress(OccurrencesCodec.encode(occurrences)));
      } catch (IOException e) {
        LOG.log(Level.WARNING, "kernel reports are lost: {0}", e.toString());
      }
    }
    text.setLength(0);
    sequences.clear();
  }

  private Occurrence occurrence(KernelReport report) {
    Instant at = identity.bootedAt().plus(report.uptime().orElse(Duration.ZERO));
    return new Occurrence(
        identity.host(),
        Optional.of(identity.boot()),
        sequences.get(Math.clamp(report.startLine() - 1, 0, sequences.size() - 1)),
        at,
        report.uptime().isPresent(),
        "kmsg",
        report);
  }
}
