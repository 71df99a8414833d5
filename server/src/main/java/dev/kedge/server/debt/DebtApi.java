package dev.kedge.server.debt;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.debt.DebtCsv;
import dev.kedge.patches.debt.DebtEntry;
import dev.kedge.patches.debt.DebtLedger;
import dev.kedge.patches.debt.DebtTrend;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The debt over HTTP: sums, trend and patches as JSON, all patches as CSV. */
public final class DebtApi {
  private static final String ROOT = "/api/v1/debt";
  private static final int MOST_PATCHES = 5_000;
  private static final int MOST_SUMS = 500;

  private final Optional<DebtRoom> room;

  /** Over a tree, or over none. */
  public DebtApi(Optional<DebtRoom> room) {
    this.room = room;
  }

  /**
   * The routes.
   *
   * @param queries the bound of what is only read
   */
  public List<Route> routes(Gate queries) {
    return List.of(
        new Route(Method.GET, ROOT, Access.READ, queries, List.of(), this::ledger),
        new Route(Method.GET, ROOT + "/csv", Access.READ, queries, List.of(), this::csv));
  }

  private static DebtRoom.State state(DebtRoom room) {
    try {
      return room.state();
    } catch (PatchesException e) {
      throw new ProblemException(
          new Problem(503, Printable.of(String.valueOf(e.getMessage()), 600)));
    }
  }

  private void csv(Call call) {
    DebtLedger ledger =
        room.flatMap(known -> state(known).measured())
            .map(DebtRoom.Measured::newest)
            .orElseThrow(() -> ProblemException.notFound("no debt was measured yet"));
    call.set(HeaderNames.create("Content-Disposition"), "attachment; filename=\"debt.csv\"");
    call.set(HeaderNames.CACHE_CONTROL, "no-store");
    call.stream(
        200,
        "text/csv; charset=utf-8",
        out -> {
          try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            DebtCsv.write(ledger, text);
          }
        });
  }

  private void ledger(Call call) {
    Optional<DebtRoom.State> state = room.map(DebtApi::state);
    call.json(
        200,
        json -> {
          json.begin();
          json.flag("enabled", room.isPresent());
          json.text("branch", room.map(known -> known.settings().branch()));
          json.text("base", room.map(known -> known.settings().base()));
          json.text("upstream", room.flatMap(known -> known.settings().upstream()));
          json.flag("measuring", state.map(DebtRoom.State::measuring).orElse(false));
          json.text("failure", state.map(DebtRoom.State::failure).orElse(""));
          Optional<DebtRoom.Measured> measured = state.flatMap(DebtRoom.State::measured);
          json.text("measured", measured.map(DebtRoom.Measured::at));
          trend(json, measured.map(DebtRoom.Measured::trend).orElse(new DebtTrend(List.of())));
          json.end();
        });
  }

  private static void trend(JsonOut json, DebtTrend trend) {
    json.beginArray("releases");
    trend.releases().forEach(ledger -> release(json, ledger));
    json.endArray();
    json.beginArray("steps");
    trend
        .steps()
        .forEach(step -> {
          json.begin();
          json.text("from", step.from());
          json.text("to", step.to());
          json.number("added", step.added());
          json.number("gone", step.gone());
          json.end();
        });
    json.endArray();
    DebtLedger newest =
        trend.releases().isEmpty()
            ? new DebtLedger("", 0, List.of(), 0, 0)
            : trend.releases().getLast();
    sums(json, "subsystems", newest.by(DebtEntry::subsystem));
    sums(json, "owners", newest.by(DebtEntry::owner));
    sums(json, "states", newest.by(entry -> entry.state().label()));
    json.beginArray("patches");
    newest.entries().stream()
        .limit(MOST_PATCHES)
        .forEach(entry -> patch(json, entry, newest.atSeconds()));
    json.endArray();
  }

  private static void release(JsonOut json, DebtLedger ledger) {
    DebtLedger.Sum total = ledger.total();
    json.begin();
    json.text("name", ledger.name());
    json.time("at", Instant.ofEpochSecond(ledger.atSeconds()));
    json.number("patches", total.patches());
    json.number("lines", total.lines());
    json.number("medianAgeDays", total.medianAgeDays());
    json.number("backports", ledger.backports());
    json.number("takenBack", ledger.takenBack());
    json.end();
  }

  private static void sums(JsonOut json, String name, List<DebtLedger.Sum> sums) {
    json.beginArray(name);
    sums.stream()
        .limit(MOST_SUMS)
        .forEach(sum -> {
          json.begin();
          json.text("key", sum.key());
          json.number("patches", sum.patches());
          json.number("lines", sum.lines());
          json.number("medianAgeDays", sum.medianAgeDays());
          json.end();
        });
    json.endArray();
  }

  private static void patch(JsonOut json, DebtEntry entry, long now) {
    json.begin();
    json.text("commit", entry.commit().hex());
    json.text("subject", entry.subject());
    json.text("class", entry.kind().label());
    json.text("subsystem", entry.subsystem());
    json.text("owner", entry.owner());
    json.number("ageDays", entry.ageDays(now));
    json.number("files", entry.files());
    json.number("lines", entry.lines());
    json.text("state", entry.state().label());
    json.text("evidence", entry.evidence());
    json.end();
  }
}
