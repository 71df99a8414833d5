package dev.kedge.store.telemetry;

import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.WeightedStack;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One profile put together from files and from memory. */
final class ProfileReading {
  private static final int MOST_STACKS = 1_000_000;

  private final Connection connection;
  private final Questions.Sources sources;
  private final ProfileSelection selection;
  private final Span span;
  private final List<ProfileWindow> recent;
  private final SampleReading rows;
  private final Map<Key, Long> counts = new HashMap<>();
  private long lost;
  private long periodNanos;

  ProfileReading(
      Connection connection, Questions.Sources sources, Recent recent, ProfileSelection selection) {
    this.connection = connection;
    this.sources = sources;
    this.selection = selection;
    this.span = selection.span();
    this.recent = recent.windows(selection.host());
    this.rows = new SampleReading(connection, sources, this.recent, selection);
  }

  private record Key(String command, long stackId) {}

  Profile read() throws SQLException {
    samplesFromFiles();
    windowsFromFiles();
    for (ProfileWindow window : recent) {
      if (span.has(window)) {
        lost += window.lost();
        periodNanos = Math.max(periodNanos, window.period().toNanos());
      }
    }
    rows.fromMemory(this::add);
    Set<Long> stackIds = new HashSet<>();
    counts.keySet().forEach(key -> stackIds.add(key.stackId()));
    Map<Long, List<NamedFrame>> stacks =
        new DictionaryReading(connection, sources, recent, span).stacks(stackIds);
    int pid = selection.filter().pid().orElse(-1);
    List<WeightedStack> weighted = new ArrayList<>(counts.size());
    counts.forEach((key, count) ->
        weighted.add(
            new WeightedStack(
                key.command(),
                pid,
                stacks.getOrDefault(key.stackId(), DictionaryReading.LOST_STACK),
                count)));
    return new Profile(
        selection.range(), selection.kind(), Duration.ofNanos(periodNanos), weighted, lost);
  }

  /** Windows that lie in the range as a whole are added up by the engine, others row by row. */
  private void samplesFromFiles() throws SQLException {
    boolean moments = selection.filter().cpu().isPresent();
    rows.fromFiles(!moments, this::add);
    if (!moments) {
      sums(Table.SAMPLES);
      sums(Table.BLOCKS);
      packedSums();
    }
  }

  private void packedSums() throws SQLException {
    new SumsReading(connection, sources, span)
        .read(
            Span.WHOLE,
            block -> {
              for (SampleCount row : block.sums().rows()) {
                if (selection.filter().matches(row.task())) {
                  counts.merge(new Key(row.command(), row.stackId()), row.count(), Long::sum);
                }
              }
              bound();
            });
  }

  private void sums(Table table) throws SQLException {
    Optional<String> files = sources.ofHost(table, span.host().value(), span.start(), span.end());
    if (files.isEmpty()) {
      return;
    }
    Query query =
        Query.of(
                connection,
                "SELECT command, stack_id, CAST(sum(samples) AS BIGINT) FROM " + files.get())
            .and(Span.WHERE, span.parameters())
            .and(Span.WHOLE, span.limits());
    selection.filter().restrict(query);
    query
        .and(" GROUP BY command, stack_id LIMIT ?", MOST_STACKS + 1)
        .each(row ->
            counts.merge(new Key(row.getString(1), row.getLong(2)), row.getLong(3), Long::sum));
    bound();
  }

  private void windowsFromFiles() throws SQLException {
    Optional<String> files =
        sources.ofHost(Table.WINDOWS, span.host().value(), span.start(), span.end());
    if (files.isPresent()) {
      Query.of(connection, "SELECT CAST(sum(lost) AS BIGINT), max(period_ns) FROM " + files.get())
          .and(Span.WHERE, span.parameters())
          .list(row -> {
            lost += row.getLong(1);
            periodNanos = Math.max(periodNanos, row.getLong(2));
            return true;
          });
    }
  }

  private void add(
      long startMicros, String command, long stackId, long samples, SampleMoments moments) {
    long selected = rows.selected(startMicros, samples, moments);
    if (selected > 0) {
      counts.merge(new Key(command, stackId), selected, Long::sum);
      bound();
    }
  }

  private void bound() {
    if (counts.size() > MOST_STACKS) {
      throw new StoreException(
          "profile of %s: more than %d different stacks: select a shorter range or one process"
              .formatted(span.host(), MOST_STACKS));
    }
  }
}
