package dev.kedge.store.telemetry;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.heat.HeatMap;
import dev.kedge.store.intake.Recent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Counts the samples of selections by second and part of the second. */
final class HeatReading {
  private final Connection connection;
  private final Questions.Sources sources;
  private final Recent recent;
  private final HeatMap.Builder map;

  HeatReading(Connection connection, Questions.Sources sources, Recent recent, TimeRange range) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
    this.map = new HeatMap.Builder(range);
  }

  HeatMap read(List<ProfileSelection> selections) throws SQLException {
    for (ProfileSelection selection : selections) {
      SampleReading rows =
          new SampleReading(
              connection, sources, recent.windows(selection.host()), selection, Set.of());
      SampleReading.Rows add =
          (start, _, _, samples, moments) -> add(selection, start, samples, moments);
      rows.fromFiles(false, add);
      rows.fromMemory(add);
    }
    return map.build();
  }

  private void add(
      ProfileSelection selection, long startMicros, long samples, SampleMoments moments) {
    SampleFilter filter = selection.filter();
    if (moments.isUnknown()) {
      map.untimed(samples);
      return;
    }
    Span span = selection.span();
    moments.forEach((slot, cpu) -> {
      long at = Span.micros(startMicros, slot);
      if (filter.matchesCpu(cpu) && span.holds(at)) {
        map.sample(at);
      }
    });
  }
}
