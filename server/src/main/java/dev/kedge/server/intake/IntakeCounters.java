package dev.kedge.server.intake;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is taken in and what is refused. Safe for many threads. */
public final class IntakeCounters {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Counter uploads;
  private final Counter uploadBytes;
  private final Counter skipped;

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
    this.skipped =
        Counter.builder()
            .name("kedge_intake_skipped_readings_total")
            .help("Readings of vital signs this server does not know, of a newer agent.")
            .register(registry);
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
