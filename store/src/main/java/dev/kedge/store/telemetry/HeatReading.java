package dev.kedge.store.telemetry;

import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.heat.HeatMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Counts the samples of a selection by second and part of the second. */
final class HeatReading {
  private final SampleReading rows;
  private final ProfileSelection selection;
  private final HeatMap.Builder map;

  HeatReading(
      Connection connection,
      Questions.Sources sources,
      List<ProfileWindow> recent,
      ProfileSelection selection) {
    this.rows = new SampleReading(connection, sources, recent, selection);
    this.selection = selection;
    this.map = new HeatMap.Builder(selection.range());
  }

  HeatMap read() throws SQLException {
    rows.fromFiles(false, this::add);
    rows.fromMemory(this::add);
    return map.build();
  }

  private void add(
      long startMicros, String command, long stackId, long samples, SampleMoments moments) {
    if (moments.isUnknown()) {
      map.untimed(samples);
      return;
    }
    moments.forEach((slot, cpu) -> {
      if (selection.filter().matchesCpu(cpu)) {
        map.sample(Span.micros(startMicros, slot));
      }
    });
  }
}
