package dev.kedge.store.telemetry;

import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.TimeRange;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import dev.kedge.store.disk.Failures;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.intake.Intake;
import dev.kedge.store.intake.Receipt;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Vital signs. Safe for use by many threads. */
public final class VitalTable {
  private final Intake intake;
  private final Recent recent;
  private final Questions questions;

  /** The table over these parts of an open store. */
  public VitalTable(Intake intake, Recent recent, Questions questions) {
    this.intake = intake;
    this.recent = recent;
    this.questions = questions;
  }

  /**
   * Keeps a batch of readings; it is on disk when this returns. Times are kept in whole
   * microseconds; a reading whose value is no finite number says nothing and is left out.
   *
   * @throws StoreFullException when the disk or the journal is full; nothing was kept
   */
  public Receipt append(VitalSigns v) {
    List<Reading> finite =
        v.readings().stream().filter(reading -> Double.isFinite(reading.value())).toList();
    return intake.append(
        new Entry.Vitals(new VitalSigns(v.host(), v.boot(), v.sequence(), finite)));
  }

  /**
   * Readings of a range, thinned to at most that many steps. A reading belongs to the step in which
   * the interval it describes ends: steps are open at their start and closed at their end.
   *
   * @param points 1 to 10000
   */
  public VitalSeries query(HostId h, TimeRange r, int points) {
    Thinning thinning = new Thinning(Micros.of(r.start()), Micros.of(r.end()), points);
    return questions.answer(
        "vital signs of " + h,
        (connection, sources) -> {
          Optional<String> files =
              sources.ofHost(Table.VITALS, h.value(), thinning.start(), thinning.end());
          if (files.isPresent()) {
            fromFiles(connection, files.get(), h, thinning);
          }
          for (VitalSigns signs : recent.vitals(h)) {
            for (Reading reading : signs.readings()) {
              thinning.add(
                  reading.vital(), reading.scope(), Micros.of(reading.at()), reading.value());
            }
          }
          return thinning.series();
        });
  }

  private static void fromFiles(Connection connection, String files, HostId h, Thinning thinning)
      throws SQLException {
    Query.of(
            connection,
            "SELECT vital, scope, CAST(floor((at_us - ? - 1) / ?) AS BIGINT) AS step,"
                + " sum(value), count(*), max(value) FROM "
                + files
                + " WHERE host = ? AND at_us > ? AND at_us <= ? GROUP BY 1, 2, 3",
            thinning.start(),
            thinning.step(),
            h.value(),
            thinning.start(),
            thinning.end())
        .list(row -> {
          Optional<Vital> vital = Vital.of(row.getString(1));
          vital.ifPresent(known -> {
            try {
              thinning.add(
                  known,
                  row.getString(2),
                  row.getInt(3),
                  row.getDouble(4),
                  row.getLong(5),
                  row.getDouble(6));
            } catch (SQLException e) {
              throw Failures.of("vital signs", e);
            }
          });
          return true;
        });
  }
}
