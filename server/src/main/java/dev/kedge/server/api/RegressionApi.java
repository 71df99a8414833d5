package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.regression.Comparison;
import dev.kedge.profile.regression.Finding;
import dev.kedge.profile.regression.RegressionLimits;
import dev.kedge.profile.regression.RegressionSearch;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Query;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.SampleFilter;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Functions that cost more than in a base: of one host, of two hosts, or of two kernel releases.
 */
public final class RegressionApi {
  /** Longer spans make no comparison sharper than the load's own day and night. */
  private static final Duration MAX_SPAN = Duration.ofDays(1);

  private static final Duration LEAST_BLOCK = Duration.ofSeconds(2);
  private static final int MOST_BLOCKS = 512;
  private static final int MOST_FINDINGS = 100;

  private final Store store;

  /** Answers from that store. */
  public RegressionApi(Store store) {
    this.store = store;
  }

  /** The routes of comparisons. */
  public List<Route> routes(Gate gate) {
    List<String> spans = new ArrayList<>(ProfileQuery.RANGE);
    spans.addAll(List.of("baseFrom", "baseTo"));
    List<String> ofHost = new ArrayList<>(spans);
    ofHost.add("baseHost");
    ofHost.addAll(ProfileQuery.FILTERS);
    List<String> ofKernels = new ArrayList<>(spans);
    ofKernels.addAll(List.of("kernel", "baseKernel", "command", "cgroup", "thread"));
    return List.of(
        new Route(
            Method.GET,
            "/api/v1/hosts/{host}/regressions",
            Access.READ,
            gate,
            ofHost,
            this::ofHost),
        new Route(
            Method.GET, "/api/v1/regressions", Access.READ, gate, ofKernels, this::ofKernels));
  }

  /** One side of a comparison. */
  private record Side(TimeRange range, List<ProfileSelection> selections, List<Profile> blocks) {
    long samples() {
      return blocks.stream().mapToLong(Profile::samples).sum();
    }

    boolean isEnough() {
      return blocks.size() >= RegressionSearch.MIN_BLOCKS;
    }
  }

  private void ofHost(Call call) {
    Query query = call.query();
    HostId host = call.host();
    Optional<HostId> other = query.text("baseHost", 253).map(RegressionApi::hostId);
    TimeRange range = query.range("from", "to", MAX_SPAN);
    TimeRange baseRange = baseRange(query, range, other.isPresent());
    HostApi.known(store, host);
    other.ifPresent(base -> HostApi.known(store, base));
    SampleKind kind = ProfileQuery.kind(query);
    SampleFilter filter = ProfileQuery.selection(call, range).filter();
    HostId base = other.orElse(host);
    answer(
        call,
        side(baseRange, List.of(new ProfileSelection(base, baseRange, kind, filter))),
        side(range, List.of(new ProfileSelection(host, range, kind, filter))));
  }

  private static HostId hostId(String name) {
    try {
      return new HostId(name);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("baseHost: " + e.getMessage());
    }
  }

  /** Without a range of its own, another base is looked at over the same time. */
  private static TimeRange baseRange(Query query, TimeRange range, boolean otherBase) {
    boolean given = query.text("baseFrom", 64).isPresent() || query.text("baseTo", 64).isPresent();
    return otherBase && !given ? range : query.range("baseFrom", "baseTo", MAX_SPAN);
  }

  private void ofKernels(Call call) {
    Query query = call.query();
    String kernel = query.required("kernel", 128);
    String baseKernel = query.required("baseKernel", 128);
    TimeRange range = query.range("from", "to", MAX_SPAN);
    TimeRange baseRange = baseRange(query, range, true);
    SampleKind kind = ProfileQuery.kind(query);
    SampleFilter filter =
        new SampleFilter(
            OptionalInt.empty(),
            query.text("command", 255),
            query.text("cgroup", ProfileQuery.MAX_CGROUP),
            OptionalInt.empty(),
            query.text("thread", 255),
            OptionalInt.empty());
    KernelHosts hosts = new KernelHosts(store);
    answer(
        call,
        side(baseRange, hosts.selections("baseKernel", baseKernel, baseRange, kind, filter)),
        side(range, hosts.selections("kernel", kernel, range, kind, filter)));
  }

  private Side side(TimeRange range, List<ProfileSelection> selections) {
    Duration even = range.duration().dividedBy(MOST_BLOCKS).plusMillis(1);
    Duration block = even.compareTo(LEAST_BLOCK) > 0 ? even : LEAST_BLOCK;
    return new Side(range, selections, store.profiles().blocks(selections, block));
  }

  private static void answer(Call call, Side base, Side current) {
    Optional<Comparison> comparison =
        base.isEnough() && current.isEnough()
            ? Optional.of(
                RegressionSearch.compare(
                    base.blocks(), current.blocks(), RegressionLimits.STANDARD))
            : Optional.empty();
    call.json(
        200,
        json -> {
          json.begin();
          side(json, "current", current);
          side(json, "base", base);
          json.text("tooLittle", tooLittle(base, current));
          json.number("functions", comparison.map(Comparison::functions).orElse(0));
          json.number("threshold", comparison.map(Comparison::threshold));
          json.number("detectableRise", comparison.map(Comparison::detectableRise));
          json.flag("regression", comparison.map(Comparison::hasRegression).orElse(false));
          List<Finding> findings = comparison.map(Comparison::findings).orElse(List.of());
          json.number("hiddenFindings", Math.max(0, findings.size() - MOST_FINDINGS));
          json.beginArray("findings");
          findings.stream().limit(MOST_FINDINGS).forEach(finding -> write(json, finding));
          json.endArray();
          json.end();
        });
  }

  /** Why nothing was compared. */
  private static Optional<String> tooLittle(Side base, Side current) {
    if (base.isEnough() && current.isEnough()) {
      return Optional.empty();
    }
    return Optional.of(
        "samples in %d parts of the base and in %d of the span: at least %d of 2 s are needed on"
                .formatted(
                    base.blocks().size(), current.blocks().size(), RegressionSearch.MIN_BLOCKS)
            + " each side; choose a longer range");
  }

  private static void side(JsonOut json, String name, Side side) {
    json.begin(name);
    json.time("from", side.range().start());
    json.time("to", side.range().end());
    json.column("hosts", side.selections().stream().map(s -> s.host().value()).distinct().toList());
    json.number("samples", side.samples());
    json.number("blocks", side.blocks().size());
    json.end();
  }

  private static void write(JsonOut json, Finding finding) {
    json.begin();
    json.text("name", finding.name());
    json.text("module", finding.module());
    json.number("share", finding.share());
    json.number("baseShare", finding.baseShare());
    json.number("standardError", finding.standardError());
    json.number("z", Math.min(finding.z(), 9999));
    json.text("verdict", finding.verdict().wireName());
    json.text("counterpart", finding.counterpart());
    json.end();
  }
}
