package dev.kedge.server.metrics;

import dev.kedge.server.intake.LiveHosts;
import dev.kedge.store.Store;
import dev.kedge.store.StoreStatistics;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What the store holds, read at the time of each scrape. */
final class StoreMetrics {
  private final PrometheusRegistry registry;
  private final Store store;
  private Optional<StoreStatistics> last = Optional.empty();
  private long lastAt;

  private StoreMetrics(PrometheusRegistry registry, Store store) {
    this.registry = registry;
    this.store = store;
  }

  static void register(PrometheusRegistry registry, Store store, LiveHosts live) {
    StoreMetrics metrics = new StoreMetrics(registry, store);
    metrics.bytes();
    metrics.gauge("kedge_store_files", "Parquet files.", StoreStatistics::files);
    metrics.gauge(
        "kedge_store_journal_bytes",
        "Bytes that are durable but not yet in Parquet.",
        StoreStatistics::journalBytes);
    metrics.gauge("kedge_hosts", "Hosts that were ever heard from.", StoreStatistics::hosts);
    metrics.gauge("kedge_issues", "Issues filed.", StoreStatistics::issues);
    metrics.counter(
        "kedge_store_quarantined_files_total",
        "Files found damaged and set aside.",
        StoreStatistics::quarantinedFiles);
    metrics.counter(
        "kedge_store_damaged_records_total",
        "Stretches of journal found damaged and skipped.",
        StoreStatistics::damagedRecords);
    GaugeWithCallback.builder()
        .name("kedge_hosts_live")
        .help("Hosts whose heartbeat came within the last 30 s.")
        .callback(gauge -> gauge.call(live.count()))
        .register(registry);
  }

  private void bytes() {
    GaugeWithCallback.builder()
        .name("kedge_store_bytes")
        .help("Bytes of the store's files, by what they hold.")
        .labelNames("part")
        .callback(gauge -> {
          StoreStatistics now = statistics();
          gauge.call((double) now.profileBytes(), "profiles");
          gauge.call((double) now.vitalBytes(), "vitals");
          gauge.call((double) now.metadataBytes(), "metadata");
          gauge.call((double) now.journalBytes(), "journal");
        })
        .register(registry);
  }

  private void gauge(String name, String help, ToLongFunction<StoreStatistics> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call((double) value.applyAsLong(statistics())))
        .register(registry);
  }

  private void counter(String name, String help, ToLongFunction<StoreStatistics> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(counter -> counter.call((double) value.applyAsLong(statistics())))
        .register(registry);
  }

  /** One scrape asks for every metric: what was read a moment ago still holds. */
  private synchronized StoreStatistics statistics() {
    long now = System.nanoTime();
    if (last.isEmpty() || now - lastAt > 1_000_000_000L) {
      last = Optional.of(store.statistics());
      lastAt = now;
    }
    return last.get();
  }
}
