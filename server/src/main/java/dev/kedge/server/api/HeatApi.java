package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.heat.HeatMap;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Heat maps of samples, of one host or of the fleet: seconds by parts of a second. */
public final class HeatApi {
  private final Store store;
  private final ProfileSides sides;

  /** Answers from that store. */
  public HeatApi(Store store, QueryLimits limits) {
    this.store = store;
    this.sides = new ProfileSides(store, limits);
  }

  /** The routes of heat maps. */
  public List<Route> routes(Gate gate) {
    return ProfileQuery.routes("heat", gate, this::heat);
  }

  private void heat(Call call, Optional<HostId> host) {
    TimeRange range = call.query().range("from", "to", Duration.ofDays(1));
    // A range that does not begin at a full second touches one column more.
    if (range.duration().toSeconds() >= HeatMap.MAX_COLUMNS) {
      throw ProblemException.badRequest(
          "from to to: a heat map shows less than %d seconds".formatted(HeatMap.MAX_COLUMNS));
    }
    ProfileSide side = sides.current(call, host, range);
    HeatMap map = store.profiles().heat(range, side.selections());
    call.json(
        200,
        json -> {
          json.begin();
          json.text("kind", side.kind().wireName());
          side.writeHosts(json, "hosts");
          json.time("start", map.start());
          json.number("columns", map.columns());
          json.number("rows", HeatMap.ROWS);
          json.number("rowMs", SampleMoments.SLOT.toMillis());
          json.number("samples", map.samples());
          json.number("untimed", map.untimed());
          json.column("counts", map.counts());
          json.end();
        });
  }
}
