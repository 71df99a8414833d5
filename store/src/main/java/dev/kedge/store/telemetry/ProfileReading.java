package dev.kedge.store.telemetry;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One profile put together from files and from memory, of one host or of several. */
final class ProfileReading {
  private static final int MOST_STACKS = 1_000_000;

  private final Connection connection;
  private final Questions.Sources sources;
  private final Recent recent;
  private final Map<Key, Long> counts = new HashMap<>();
  private final List<ProfileWindow> windows = new ArrayList<>();
  private long lost;
  private long periodNanos;

  ProfileReading(Connection connection, Questions.Sources sources, Recent recent) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
  }

  private record Key(String command, Namespaces namespaces, long stackId) {}

  /**
   * Reads selections as one profile.
   *
   * @param range what the profile says it is of; all selections lie in it
   */
  Profile read(TimeRange range, List<ProfileSelection> selections) throws SQLException {
    for (ProfileSelection selection : selections) {
      read(selection);
    }
    ProfileSelection first = selections.getFirst();
    Set<Long> stackIds = new HashSet<>();
    counts.keySet().forEach(key -> stackIds.add(key.stackId()));
    Map<Long, List<NamedFrame>> stacks =
        new DictionaryReading(
                connection, sources, windows, new Span(first.host(), range, first.kind()))
            .stacks(stackIds);
    int pid = first.filter().process().orElse(-1);
    List<WeightedStack> weighted = new ArrayList<>(counts.size());
    counts.forEach((key, count) ->
        weighted.add(
            new WeightedStack(
                key.command(),
                pid,
                stacks.getOrDefault(key.stackId(), DictionaryReading.LOST_STACK),
                count,
                key.namespaces())));
    return new Profile(range, first.kind(), Duration.ofNanos(periodNanos), weighted, lost);
  }

  private void read(ProfileSelection selection) throws SQLException {
    Span span = selection.span();
    List<ProfileWindow> ofHost = recent.windows(selection.host());
    windows.addAll(ofHost);
    windowsFromFiles(span);
    for (ProfileWindow window : ofHost) {
      if (span.has(window)) {
        lost += window.lost();
        periodNanos = Math.max(periodNanos, window.period().toNanos());
      }
    }
    new SampleReading(
            connection,
            sources,
            ofHost,
            selection,
            EnumSet.of(TaskColumn.COMMAND, TaskColumn.NAMESPACES))
        .sums(this::add);
  }

  private void windowsFromFiles(Span span) throws SQLException {
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

  private void add(SampledTask task, long stackId, long samples) {
    // The id there is that of one process, and processes of a name are merged.
    Namespaces namespaces = task.namespaces().withPidThere(0);
    counts.merge(new Key(task.command(), namespaces, stackId), samples, Long::sum);
    if (counts.size() > MOST_STACKS) {
      throw new StoreException(
          "more than %d different stacks: select a shorter range or one process"
              .formatted(MOST_STACKS));
    }
  }
}
