package dev.kedge.server.api;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.heat.HeatMap;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.telemetry.ProfileSelection;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Heat maps of samples: seconds by parts of a second. */
public final class HeatApi {
  private final Store store;

  /** Answers from that store. */
  public HeatApi(Store store) {
    this.store = store;
  }

  /** The route of heat maps. */
  public List<Route> routes(Gate gate) {
    List<String> parameters = new ArrayList<>(ProfileQuery.RANGE);
    parameters.addAll(ProfileQuery.FILTERS);
    return List.of(
        new Route(
            Method.GET, "/api/v1/hosts/{host}/heat", Access.READ, gate, parameters, this::heat));
  }

  private void heat(Call call) {
    TimeRange range = call.query().range("from", "to", Duration.ofDays(1));
    // A range that does not begin at a full second touches one column more.
    if (range.duration().toSeconds() >= HeatMap.MAX_COLUMNS) {
      throw ProblemException.badRequest(
          "from to to: a heat map shows less than %d seconds".formatted(HeatMap.MAX_COLUMNS));
    }
    ProfileSelection selection = ProfileQuery.selection(call, range);
    HostApi.known(store, selection.host());
    HeatMap map = store.profiles().heat(selection);
    call.json(
        200,
        json -> {
          json.begin();
          json.text("kind", selection.kind().wireName());
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
