package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.telemetry.VitalColumn;
import dev.kedge.store.telemetry.VitalSeries;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.List;

/** Vital signs over time. */
public final class VitalApi {
  private final Store store;
  private final QueryLimits limits;

  /** Answers from that store. */
  public VitalApi(Store store, QueryLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /** The routes of vital signs. */
  public List<Route> routes(Gate gate) {
    return List.of(
        new Route(
            Method.GET,
            "/api/v1/hosts/{host}/vitals",
            Access.READ,
            gate,
            List.of("from", "to", "points"),
            this::vitals));
  }

  private void vitals(Call call) {
    HostId host = call.host();
    TimeRange range = call.query().range("from", "to", limits.maxSpan());
    int points = call.query().integer("points", 10, 5000).orElse(600);
    HostApi.known(store, host);
    VitalSeries series = store.vitals().query(host, range, points);
    call.json(
        200,
        json -> {
          json.begin();
          json.column("times", series.times().stream().mapToLong(Instant::toEpochMilli).toArray());
          json.number("stepMs", series.step().toMillis());
          json.beginArray("series");
          for (VitalColumn column : series.columns()) {
            json.begin();
            json.text("vital", column.vital().wireName());
            json.text("scope", column.scope());
            json.text("unit", column.vital().unit().symbol());
            json.column("mean", doubles(column.mean()));
            json.column("max", doubles(column.max()));
            json.end();
          }
          json.endArray();
          json.end();
        });
  }

  /** Six decimals: a millionth of any unit is below what is measured, and a third of the bytes. */
  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(value -> Math.rint(value * 1e6) / 1e6).toArray();
  }
}
