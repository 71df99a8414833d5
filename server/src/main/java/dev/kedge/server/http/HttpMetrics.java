package dev.kedge.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts requests. Safe for many threads. */
public final class HttpMetrics {
  private final Counter requests;
  private final Histogram durations;

  /** Registers what it counts. */
  public HttpMetrics(PrometheusRegistry registry) {
    this.requests =
        Counter.builder()
            .name("kedge_http_requests_total")
            .help("Requests answered, by route and status; status 0: the answer was cut off.")
            .labelNames("method", "route", "status")
            .register(registry);
    this.durations =
        Histogram.builder()
            .name("kedge_http_request_duration_seconds")
            .help("Time from the request's head to the end of its answer.")
            .labelNames("route")
            .classicOnly()
            .classicUpperBounds(0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .register(registry);
  }

  void record(String method, String route, int status, long nanos) {
    requests.labelValues(method, route, Integer.toString(status)).inc();
    durations.labelValues(route).observe(nanos / 1e9);
  }
}
