package dev.kedge.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * Memory, garbage collection, threads and CPU time of this process, under the names the Prometheus
 * Java client uses, so that existing dashboards show them.
 */
final class JvmMetrics {
  private JvmMetrics() {}

  static void register(PrometheusRegistry registry) {
    memory(registry);
    collections(registry);
    GaugeWithCallback.builder()
        .name("jvm_threads_current")
        .help("Live platform threads; virtual threads do not count.")
        .callback(gauge -> gauge.call(ManagementFactory.getThreadMXBean().getThreadCount()))
        .register(registry);
    CounterWithCallback.builder()
        .name("process_cpu_seconds_total")
        .help("User and system CPU time of the process.")
        .callback(counter -> {
          if (ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean system) {
            counter.call(Math.max(0, system.getProcessCpuTime()) / 1e9);
          }
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("process_start_time_seconds")
        .help("Start of the process, Unix time.")
        .callback(gauge -> gauge.call(ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0))
        .register(registry);
  }

  private static void memory(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("jvm_memory_used_bytes")
        .help("Memory used, by area.")
        .labelNames("area")
        .callback(gauge -> {
          gauge.call((double) heap().getUsed(), "heap");
          gauge.call((double) other().getUsed(), "nonheap");
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_memory_committed_bytes")
        .help("Memory taken from the operating system, by area.")
        .labelNames("area")
        .callback(gauge -> {
          gauge.call((double) heap().getCommitted(), "heap");
          gauge.call((double) other().getCommitted(), "nonheap");
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_memory_max_bytes")
        .help("Bound of the heap.")
        .labelNames("area")
        .callback(gauge -> gauge.call((double) heap().getMax(), "heap"))
        .register(registry);
  }

  private static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  private static MemoryUsage other() {
    return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
  }

  private static void collections(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("jvm_gc_collections_total")
        .help("Garbage collections, by collector.")
        .labelNames("gc")
        .callback(counter -> {
          for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            counter.call((double) Math.max(0, gc.getCollectionCount()), gc.getName());
          }
        })
        .register(registry);
    CounterWithCallback.builder()
        .name("jvm_gc_collection_seconds_total")
        .help("Time spent in garbage collection, by collector.")
        .labelNames("gc")
        .callback(counter -> {
          for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            counter.call(Math.max(0, gc.getCollectionTime()) / 1e3, gc.getName());
          }
        })
        .register(registry);
  }
}
