package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.regression.Comparison;
import dev.kedge.profile.regression.Finding;
import dev.kedge.profile.regression.RegressionLimits;
import dev.kedge.profile.regression.RegressionSearch;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Functions that cost more than in a base: of one host, of two hosts, or of what two filters take
 * of the fleet, such as two kernel releases.
 */
public final class RegressionApi {
  /** Longer spans make no comparison sharper than the load's own day and night. */
  private static final Duration MAX_SPAN = Duration.ofDays(1);

  private static final Duration LEAST_BLOCK = Duration.ofSeconds(2);
  private static final int MOST_BLOCKS = 512;
  private static final int MOST_FINDINGS = 100;

  private final Store store;
  private final ProfileSides sides;

  /** Answers from that store. */
  public RegressionApi(Store store, QueryLimits limits) {
    this.store = store;
    this.sides = new ProfileSides(store, limits);
  }

  /** The routes of comparisons. */
  public List<Route> routes(Gate gate) {
    return ProfileQuery.routes(
        "regressions", gate, this::compare, "baseFrom", "baseTo", ProfileQuery.BASE_FILTER);
  }

  /** One side of a comparison. */
  private record Side(ProfileSide asked, List<Profile> blocks) {
    long samples() {
      return blocks.stream().mapToLong(Profile::samples).sum();
    }

    boolean isEnough() {
      return blocks.size() >= RegressionSearch.MIN_BLOCKS;
    }
  }

  private void compare(Call call, Optional<HostId> host) {
    TimeRange range = call.query().range("from", "to", MAX_SPAN);
    TimeRange baseRange = ProfileSides.baseRange(call.query(), range, MAX_SPAN);
    ProfileSide current = sides.current(call, host, range);
    ProfileSide base = sides.base(call, host, baseRange);
    answer(call, side(base), side(current));
  }

  private Side side(ProfileSide asked) {
    Duration even = asked.range().duration().dividedBy(MOST_BLOCKS).plusMillis(1);
    Duration block = even.compareTo(LEAST_BLOCK) > 0 ? even : LEAST_BLOCK;
    return new Side(asked, store.profiles().blocks(asked.selections(), block));
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
    json.time("from", side.asked().range().start());
    json.time("to", side.asked().range().end());
    json.text("filter", side.asked().filter().toString());
    side.asked().writeHosts(json, "hosts");
    json.number("samples", side.samples());
    json.number("blocks", side.blocks().size());
    json.end();
  }

  private static void write(JsonOut json, Finding finding) {
    json.begin();
    json.text("name", finding.name());
    json.text("module", finding.module());
    json.flag("kernel", finding.kernel());
    json.number("share", finding.share());
    json.number("baseShare", finding.baseShare());
    json.number("standardError", finding.standardError());
    json.number("z", Math.min(finding.z(), 9999));
    json.text("verdict", finding.verdict().wireName());
    json.text("counterpart", finding.counterpart());
    json.end();
  }
}
