package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.folded.FoldedCodec;
import dev.kedge.profile.otlp.OtlpCodec;
import dev.kedge.profile.pprof.PprofCodec;
import dev.kedge.profile.speedscope.SpeedscopeWriter;
import dev.kedge.profile.workload.Workload;
import dev.kedge.profile.workload.WorkloadPatterns;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Endpoint;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Query;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.telemetry.ProcessSummary;
import dev.kedge.store.telemetry.WindowSummary;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Profiles: where they exist, of which processes, and as files. */
public final class ProfileApi {
  private static final int MAX_PROCESSES = 1000;
  private static final List<String> FORMATS = List.of("pprof", "folded", "speedscope", "otlp");

  private final Store store;
  private final WorkloadPatterns workloads = WorkloadPatterns.shipped();
  private final QueryLimits limits;
  private final ProfileSides sides;

  /** Answers from that store. */
  public ProfileApi(Store store, QueryLimits limits) {
    this.store = store;
    this.limits = limits;
    this.sides = new ProfileSides(store, limits);
  }

  /** The routes of profiles. */
  public List<Route> routes(Gate gate) {
    List<Route> routes = new ArrayList<>();
    routes.add(route("coverage", gate, this::coverage));
    routes.add(route("processes", gate, this::processes));
    routes.addAll(ProfileQuery.routes("profile", gate, this::file, "format"));
    return routes;
  }

  private static Route route(String name, Gate gate, Endpoint endpoint) {
    return new Route(
        Method.GET,
        "/api/v1/hosts/{host}/" + name,
        Access.READ,
        gate,
        ProfileQuery.RANGE,
        endpoint);
  }

  private TimeRange range(Query query) {
    return query.range("from", "to", limits.maxSpan());
  }

  private void coverage(Call call) {
    HostId host = call.host();
    TimeRange range = range(call.query());
    SampleKind kind = ProfileQuery.kind(call.query());
    HostApi.known(store, host);
    List<WindowSummary> windows = store.profiles().coverage(host, range, kind);
    call.json(
        200,
        json -> {
          json.begin();
          json.column(
              "starts",
              windows.stream().mapToLong(w -> w.range().start().toEpochMilli()).toArray());
          json.column(
              "ends", windows.stream().mapToLong(w -> w.range().end().toEpochMilli()).toArray());
          json.column("samples", windows.stream().mapToLong(WindowSummary::samples).toArray());
          json.column("lost", windows.stream().mapToLong(WindowSummary::lost).toArray());
          json.end();
        });
  }

  private void processes(Call call) {
    HostId host = call.host();
    TimeRange range = range(call.query());
    SampleKind kind = ProfileQuery.kind(call.query());
    HostApi.known(store, host);
    List<ProcessSummary> processes = store.profiles().processes(host, range, kind, MAX_PROCESSES);
    // Of all windows, so that the share of the processes beyond the limit shows too.
    long samples =
        store.profiles().coverage(host, range, kind).stream()
            .mapToLong(WindowSummary::samples)
            .sum();
    call.json(
        200,
        json -> {
          json.begin();
          json.number("samples", samples);
          json.beginArray("processes");
          for (ProcessSummary process : processes) {
            json.begin();
            json.number("pid", process.pid());
            json.text("command", process.command());
            json.text("cgroup", process.cgroup());
            if (!process.namespaces().equals(Namespaces.HOST)) {
              json.text("namespaces", process.namespaces().text());
            }
            Workload workload = workloads.of(process.cgroup());
            workload.namespace().ifPresent(namespace -> json.text("namespace", namespace));
            workload.podName().ifPresent(name -> json.text("podName", name));
            workload.pod().ifPresent(pod -> json.text("pod", pod));
            workload.container().ifPresent(container -> json.text("container", container));
            workload.runtime().ifPresent(runtime -> json.text("runtime", runtime));
            workload.unit().ifPresent(unit -> json.text("unit", unit));
            json.number("samples", process.samples());
            json.end();
          }
          json.endArray();
          json.end();
        });
  }

  private void file(Call call, Optional<HostId> host) {
    String format = call.query().choice("format", FORMATS, "pprof");
    ProfileSide side = sides.current(call, host, range(call.query()));
    Profile profile = store.profiles().query(side.range(), side.selections());
    String name =
        "%s-%s-%d"
            .formatted(
                host.map(HostId::value).orElse("fleet"),
                side.kind().wireName(),
                side.range().start().getEpochSecond());
    call.set(HeaderNames.CACHE_CONTROL, "no-store");
    switch (format) {
      case "folded" -> {
        attach(call, name + ".folded");
        text(call, "text/plain; charset=utf-8", out -> FoldedCodec.write(profile, out));
      }
      case "speedscope" -> {
        attach(call, name + ".speedscope.json");
        text(call, "application/json", out -> SpeedscopeWriter.write(profile, out));
      }
      case "otlp" -> {
        attach(call, name + ".otlp");
        call.stream(200, "application/x-protobuf", out -> OtlpCodec.write(profile, host, out));
      }
      default -> {
        attach(call, name + ".pb.gz");
        call.file("application/octet-stream", out -> PprofCodec.write(profile, out));
      }
    }
  }

  private interface Text {
    void write(Appendable out) throws IOException;
  }

  private static void text(Call call, String mediaType, Text text) {
    call.stream(
        200,
        mediaType,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          text.write(writer);
          writer.flush();
        });
  }

  private static void attach(Call call, String name) {
    call.set(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
  }
}
