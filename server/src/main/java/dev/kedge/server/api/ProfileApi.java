package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.flame.FlameDiff;
import dev.kedge.profile.flame.FlameTree;
import dev.kedge.profile.flame.FunctionChange;
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
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Query;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.telemetry.ProcessSummary;
import dev.kedge.store.telemetry.ProfileSelection;
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

/** Profiles: where they exist, of which processes, as flame graphs, differences and files. */
public final class ProfileApi {
  private static final int MAX_PROCESSES = 1000;
  private static final int MAX_FUNCTIONS = 200;
  private static final List<String> FORMATS = List.of("pprof", "folded", "speedscope", "otlp");

  private final Store store;
  private final WorkloadPatterns workloads = WorkloadPatterns.shipped();
  private final QueryLimits limits;

  /** Answers from that store. */
  public ProfileApi(Store store, QueryLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /** The routes of profiles. */
  public List<Route> routes(Gate gate) {
    List<String> range = ProfileQuery.RANGE;
    return List.of(
        route("coverage", gate, range, this::coverage),
        route("processes", gate, range, this::processes),
        route("flame", gate, filtered("nodes"), this::flame),
        route("flame/diff", gate, filtered("baseFrom", "baseTo", "nodes"), this::diff),
        route("profile", gate, filtered("format"), this::file));
  }

  private static Route route(String name, Gate gate, List<String> parameters, Endpoint endpoint) {
    return new Route(
        Method.GET, "/api/v1/hosts/{host}/" + name, Access.READ, gate, parameters, endpoint);
  }

  private static List<String> filtered(String... more) {
    List<String> names = new ArrayList<>(ProfileQuery.RANGE);
    names.addAll(ProfileQuery.FILTERS);
    names.addAll(List.of(more));
    return names;
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
            Workload workload = workloads.of(process.cgroup());
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

  private void flame(Call call) {
    ProfileSelection selection = ProfileQuery.selection(call, range(call.query()));
    int nodes = ProfileQuery.nodes(call.query());
    HostApi.known(store, selection.host());
    Profile profile = store.profiles().query(selection);
    int windows =
        store.profiles().coverage(selection.host(), selection.range(), selection.kind()).size();
    FlameTree tree = FlameTree.of(profile, nodes);
    call.json(
        200,
        json -> {
          json.begin();
          writeRange(json, "range", selection.range());
          json.text("kind", profile.kind().wireName());
          json.number("periodNs", profile.period().toNanos());
          json.number("samples", profile.samples());
          json.number("lost", profile.lost());
          json.number("windows", windows);
          json.number("hiddenNodes", tree.hiddenNodes());
          json.column("strings", tree.strings());
          json.begin("nodes");
          json.column("parent", tree.parent());
          json.column("name", tree.name());
          json.column("module", tree.module());
          json.column("origin", tree.origin());
          json.column("self", tree.self());
          json.column("total", tree.total());
          json.end();
          json.end();
        });
  }

  private static void writeRange(JsonOut json, String name, TimeRange range) {
    json.begin(name);
    json.time("from", range.start());
    json.time("to", range.end());
    json.end();
  }

  private void diff(Call call) {
    TimeRange baseRange = call.query().range("baseFrom", "baseTo", limits.maxSpan());
    ProfileSelection selection = ProfileQuery.selection(call, range(call.query()));
    int nodes = ProfileQuery.nodes(call.query());
    HostApi.known(store, selection.host());
    Profile current = store.profiles().query(selection);
    Profile base = store.profiles().query(ProfileQuery.selection(call, baseRange));
    FlameDiff diff = FlameDiff.of(base, current, nodes);
    List<FunctionChange> functions = diff.functions(MAX_FUNCTIONS);
    call.json(
        200,
        json -> {
          json.begin();
          writeRange(json, "range", selection.range());
          writeRange(json, "baseRange", baseRange);
          json.text("kind", current.kind().wireName());
          json.number("periodNs", current.period().toNanos());
          json.number("samples", current.samples());
          json.number("baseSamples", base.samples());
          json.number("hiddenNodes", diff.hiddenNodes());
          json.column("strings", diff.strings());
          writeNodes(json, diff);
          json.beginArray("functions");
          for (FunctionChange function : functions) {
            writeFunction(json, function);
          }
          json.endArray();
          json.end();
        });
  }

  private static void writeNodes(JsonOut json, FlameDiff diff) {
    json.begin("nodes");
    json.column("parent", diff.parent());
    json.column("name", diff.name());
    json.column("module", diff.module());
    json.column("origin", diff.origin());
    json.column("self", diff.self());
    json.column("total", diff.total());
    json.column("baseSelf", diff.baseSelf());
    json.column("baseTotal", diff.baseTotal());
    json.column("z", rounded(diff.z()));
    json.end();
  }

  /** Three decimals: a z is read against 2 and 3, and full doubles would triple the answer. */
  private static double[] rounded(double[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double bounded = Math.clamp(values[i], -9999, 9999);
      out[i] = Double.isNaN(bounded) ? 0 : Math.rint(bounded * 1000) / 1000;
    }
    return out;
  }

  private static void writeFunction(JsonOut json, FunctionChange function) {
    json.begin();
    json.text("name", function.name());
    json.text("module", function.module());
    json.number("origin", function.origin());
    json.number("self", function.self());
    json.number("baseSelf", function.baseSelf());
    json.number("total", function.total());
    json.number("baseTotal", function.baseTotal());
    json.number("share", function.share());
    json.number("baseShare", function.baseShare());
    json.number("z", rounded(new double[] {function.z()})[0]);
    json.end();
  }

  private void file(Call call) {
    ProfileSelection selection = ProfileQuery.selection(call, range(call.query()));
    String format = call.query().choice("format", FORMATS, "pprof");
    HostApi.known(store, selection.host());
    Profile profile = store.profiles().query(selection);
    String name =
        "%s-%s-%d"
            .formatted(
                selection.host(),
                selection.kind().wireName(),
                selection.range().start().getEpochSecond());
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
        call.stream(
            200,
            "application/x-protobuf",
            out -> OtlpCodec.write(profile, Optional.of(selection.host()), out));
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
