package dev.kedge.store.telemetry;

import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of samples of a selection, out of files and out of memory, one by one. The engine knows
 * exact conditions only; what else a filter says is decided here, on rows and on sums alike.
 */
final class SampleReading {
  private final Connection connection;
  private final Questions.Sources sources;
  private final List<ProfileWindow> recent;
  private final ProfileSelection selection;
  private final Span span;
  private final EnumSet<TaskColumn> columns;
  private final Predicate<SampledTask> tasks;

  /**
   * Reads a selection.
   *
   * @param wanted columns the rows must have; others may be 0 or empty
   */
  SampleReading(
      Connection connection,
      Questions.Sources sources,
      List<ProfileWindow> recent,
      ProfileSelection selection,
      Set<TaskColumn> wanted) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
    this.selection = selection;
    this.span = selection.span();
    this.columns = EnumSet.noneOf(TaskColumn.class);
    this.columns.addAll(wanted);
    this.columns.addAll(selection.filter().columns());
    this.tasks = selection.filter().tasks();
  }

  /** Takes each row. */
  @FunctionalInterface
  interface Rows {
    /**
     * One row.
     *
     * @param startMicros start of its window
     */
    void row(long startMicros, SampledTask task, long stackId, long samples, SampleMoments moments);
  }

  /** Takes sums of samples. */
  @FunctionalInterface
  interface Sums {
    /** The samples of one task and stack, or a part of them. */
    void add(SampledTask task, long stackId, long samples);
  }

  /** Adds up all samples of the selection. */
  void sums(Sums sums) throws SQLException {
    Rows rows =
        (start, task, stack, samples, moments) -> {
          long selected = selected(start, samples, moments);
          if (selected > 0) {
            sums.add(task, stack, selected);
          }
        };
    boolean moments = selection.filter().asksCpus();
    fromFiles(!moments, rows);
    if (!moments) {
      wholeFrom(Table.SAMPLES, sums);
      wholeFrom(Table.BLOCKS, sums);
      packedFrom(sums);
    }
    fromMemory(rows);
  }

  /** Windows and blocks that lie in the range as a whole are added up by the engine. */
  private void wholeFrom(Table table, Sums sums) throws SQLException {
    Optional<String> files = source(table);
    if (files.isEmpty()) {
      return;
    }
    Query query =
        Query.of(
                connection,
                "SELECT stack_id, CAST(sum(samples) AS BIGINT)"
                    + TaskColumn.select(columns)
                    + " FROM "
                    + files.get())
            .and(Span.WHERE, span.parameters())
            .and(Span.WHOLE, span.limits());
    selection.filter().restrict(query);
    query
        .and(" GROUP BY stack_id" + TaskColumn.select(columns))
        .each(row -> {
          SampledTask task = TaskColumn.task(row, columns, 3);
          if (tasks.test(task)) {
            sums.add(task, row.getLong(1), row.getLong(2));
          }
        });
  }

  private void packedFrom(Sums sums) throws SQLException {
    new SumsReading(connection, sources, span)
        .read(
            Span.WHOLE,
            block -> {
              for (SampleCount row : block.sums().rows()) {
                if (tasks.test(row.task())) {
                  sums.add(row.task(), row.stackId(), row.count());
                }
              }
            });
  }

  /**
   * Hands over the rows of all windows that share an instant with the range.
   *
   * @param cutOnly only of windows that are not in the range as a whole
   */
  void fromFiles(boolean cutOnly, Rows rows) throws SQLException {
    Optional<String> files = source(Table.SAMPLES);
    if (files.isPresent()) {
      Query query =
          Query.of(
                  connection,
                  "SELECT start_us, stack_id, samples, moments"
                      + TaskColumn.select(columns)
                      + " FROM "
                      + files.get())
              .and(Span.WHERE, span.parameters());
      if (cutOnly) {
        query.and(Span.CUT, span.limits());
      }
      selection.filter().restrict(query);
      query.each(row -> {
        SampledTask task = TaskColumn.task(row, columns, 5);
        if (tasks.test(task)) {
          rows.row(row.getLong(1), task, row.getLong(2), row.getLong(3), moments(row.getBytes(4)));
        }
      });
    }
    new BlockUnpacking(connection, sources, span)
        .read(cutOnly, (start, _, row) -> row(start, row, rows));
  }

  private void row(long startMicros, SampleCount sample, Rows rows) {
    if (tasks.test(sample.task())) {
      rows.row(startMicros, sample.task(), sample.stackId(), sample.count(), sample.moments());
    }
  }

  private Optional<String> source(Table table) {
    return sources.ofHost(table, span.host().value(), span.start(), span.end());
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
        window.samples().forEach(sample -> row(start, sample, rows));
      }
    }
  }

  /** How many samples of a row are in the selection. */
  private long selected(long startMicros, long samples, SampleMoments moments) {
    SampleFilter filter = selection.filter();
    if (moments.isUnknown()) {
      return filter.asksCpus() ? 0 : samples;
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
