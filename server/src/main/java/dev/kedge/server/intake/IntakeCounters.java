package dev.kedge.server.intake;

import dev.kedge.report.rules.Severity;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is taken in and what is refused. Safe for many threads. */
public final class IntakeCounters {
  private static final int MAX_KINDS = 32;

  private final LongAdder accepted = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Counter uploads;
  private final Counter uploadBytes;
  private final Counter skipped;
  private final Counter occurrences;
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();

  /** Registers what it counts. */
  public IntakeCounters(PrometheusRegistry registry) {
    this.uploads =
        Counter.builder()
            .name("kedge_intake_uploads_total")
            .help("Uploads by kind and result: accepted, duplicate (acknowledged again), rejected.")
            .labelNames("kind", "result")
            .register(registry);
    this.uploadBytes =
        Counter.builder()
            .name("kedge_intake_bytes_total")
            .help("Decoded bytes of uploads that were accepted or duplicates.")
            .labelNames("kind")
            .register(registry);
    this.occurrences =
        Counter.builder()
            .name("kedge_occurrences_total")
            .help(
                "Kernel reports and fleet events filed, by kind (report, or the part of the"
                    + " machine) and severity; what lasts counts once.")
            .labelNames("kind", "severity")
            .register(registry);
    this.skipped =
        Counter.builder()
            .name("kedge_intake_skipped_readings_total")
            .help("Readings of vital signs this server does not know, of a newer agent.")
            .register(registry);
  }

  /** Counts an occurrence that was not there before. */
  void occurred(String kind, Severity severity) {
    occurrences.labelValues(known(kind), severity.label()).inc();
  }

  /** Agents name the parts of a machine: a wrong one may not fill the memory with labels. */
  private String known(String kind) {
    if (kinds.contains(kind)) {
      return kind;
    }
    synchronized (kinds) {
      return kinds.size() < MAX_KINDS && kinds.add(kind) ? kind : "other";
    }
  }

  void skipped(int readings) {
    skipped.inc(readings);
  }

  void taken(String kind, boolean duplicate, long size) {
    (duplicate ? duplicates : accepted).increment();
    bytes.add(size);
    uploads.labelValues(kind, duplicate ? "duplicate" : "accepted").inc();
    uploadBytes.labelValues(kind).inc(size);
  }

  void refused(String kind) {
    rejected.increment();
    uploads.labelValues(kind, "rejected").inc();
  }

  /** Uploads stored since the server started. */
  public long accepted() {
    return accepted.sum();
  }

  /** Uploads that were there already. */
  public long duplicates() {
    return duplicates.sum();
  }

  /** Uploads that were wrong, too large, or found no room. */
  public long rejected() {
    return rejected.sum();
  }

  /** Decoded bytes of the uploads that were not rejected. */
  public long bytes() {
    return bytes.sum();
  }
}
