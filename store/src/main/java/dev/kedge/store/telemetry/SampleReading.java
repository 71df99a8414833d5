package dev.kedge.store.telemetry;

import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of samples of a selection, out of files and out of memory, one by one. */
final class SampleReading {
  private final Connection connection;
  private final Questions.Sources sources;
  private final List<ProfileWindow> recent;
  private final ProfileSelection selection;
  private final Span span;

  SampleReading(
      Connection connection,
      Questions.Sources sources,
      List<ProfileWindow> recent,
      ProfileSelection selection) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
    this.selection = selection;
    this.span = selection.span();
  }

  /** Takes each row. */
  @FunctionalInterface
  interface Rows {
    /**
     * One row.
     *
     * @param startMicros start of its window
     */
    void row(long startMicros, String command, long stackId, long samples, SampleMoments moments);
  }

  /**
   * Hands over the rows of all windows that share an instant with the range.
   *
   * @param cutOnly only of windows that are not in the range as a whole
   */
  void fromFiles(boolean cutOnly, Rows rows) throws SQLException {
    Optional<String> files =
        sources.ofHost(Table.SAMPLES, span.host().value(), span.start(), span.end());
    if (files.isPresent()) {
      Query query =
          Query.of(
                  connection,
                  "SELECT start_us, command, stack_id, samples, moments FROM " + files.get())
              .and(Span.WHERE, span.parameters());
      if (cutOnly) {
        query.and(Span.CUT, span.limits());
      }
      selection.filter().restrict(query);
      query.each(row ->
          rows.row(
              row.getLong(1),
              row.getString(2),
              row.getLong(3),
              row.getLong(4),
              moments(row.getBytes(5))));
    }
    new BlockUnpacking(connection, sources, span)
        .read(
            cutOnly,
            (start, _, row) -> {
              if (selection.filter().matches(row.task())) {
                rows.row(start, row.command(), row.stackId(), row.count(), row.moments());
              }
            });
  }

  private static SampleMoments moments(byte @Nullable [] packed) throws SQLException {
    try {
      return packed == null ? SampleMoments.UNKNOWN : SampleMoments.unpack(packed);
    } catch (IllegalArgumentException damaged) {
      throw new SQLException(damaged.getMessage(), damaged);
    }
  }

  /** Hands over the rows of windows in memory. */
  void fromMemory(Rows rows) {
    for (ProfileWindow window : recent) {
      if (span.has(window)) {
        long start = Micros.of(window.range().start());
        for (SampleCount sample : window.samples()) {
          if (selection.filter().matches(sample.task())) {
            rows.row(start, sample.command(), sample.stackId(), sample.count(), sample.moments());
          }
        }
      }
    }
  }

  /** How many samples of a row are in the selection. */
  long selected(long startMicros, long samples, SampleMoments moments) {
    SampleFilter filter = selection.filter();
    if (moments.isUnknown()) {
      return filter.cpu().isEmpty() ? samples : 0;
    }
    long[] count = new long[1];
    moments.forEach((slot, cpu) -> {
      if (span.holds(Span.micros(startMicros, slot)) && filter.matchesCpu(cpu)) {
        count[0]++;
      }
    });
    return count[0];
  }
}
