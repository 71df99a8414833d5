package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.flame.FlameDiff;
import dev.kedge.profile.flame.FlameTree;
import dev.kedge.profile.flame.FunctionChange;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.telemetry.ProfileSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flame graphs, and differences of two, of one host or of the fleet. */
public final class FlameApi {
  private static final int MAX_FUNCTIONS = 200;

  private final Store store;
  private final QueryLimits limits;
  private final ProfileSides sides;

  /** Answers from that store. */
  public FlameApi(Store store, QueryLimits limits) {
    this.store = store;
    this.limits = limits;
    this.sides = new ProfileSides(store, limits);
  }

  /** The routes of flame graphs. */
  public List<Route> routes(Gate gate) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(ProfileQuery.routes("flame", gate, this::flame, "nodes"));
    routes.addAll(
        ProfileQuery.routes(
            "flame/diff",
            gate,
            this::diff,
            "baseFrom",
            "baseTo",
            ProfileQuery.BASE_FILTER,
            "nodes"));
    return routes;
  }

  private void flame(Call call, Optional<HostId> host) {
    ProfileSide side =
        sides.current(call, host, call.query().range("from", "to", limits.maxSpan()));
    int nodes = ProfileQuery.nodes(call.query());
    Profile profile = store.profiles().query(side.range(), side.selections());
    int windows = 0;
    for (ProfileSelection one : side.selections()) {
      windows += store.profiles().coverage(one.host(), one.range(), one.kind()).size();
    }
    int counted = windows;
    FlameTree tree = FlameTree.of(profile, nodes);
    call.json(
        200,
        json -> {
          json.begin();
          side.writeRange(json, "range");
          json.text("kind", profile.kind().wireName());
          side.writeHosts(json, "hosts");
          json.number("periodNs", profile.period().toNanos());
          json.number("samples", profile.samples());
          json.number("lost", profile.lost());
          json.number("windows", counted);
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

  private void diff(Call call, Optional<HostId> host) {
    TimeRange range = call.query().range("from", "to", limits.maxSpan());
    TimeRange baseRange = ProfileSides.baseRange(call.query(), range, limits.maxSpan());
    int nodes = ProfileQuery.nodes(call.query());
    ProfileSide side = sides.current(call, host, range);
    ProfileSide baseSide = sides.base(call, host, baseRange);
    Profile current = store.profiles().query(side.range(), side.selections());
    Profile base = store.profiles().query(baseSide.range(), baseSide.selections());
    FlameDiff diff = FlameDiff.of(base, current, nodes);
    List<FunctionChange> functions = diff.functions(MAX_FUNCTIONS);
    call.json(
        200,
        json -> {
          json.begin();
          side.writeRange(json, "range");
          baseSide.writeRange(json, "baseRange");
          json.text("kind", current.kind().wireName());
          side.writeHosts(json, "hosts");
          baseSide.writeHosts(json, "baseHosts");
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
}
