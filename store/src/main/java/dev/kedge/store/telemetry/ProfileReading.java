package dev.kedge.store.telemetry;

import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
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
  private final Map<Key, Long> counts = new HashMap<>();
  private long lost;
  private long periodNanos;

  ProfileReading(
      Connection connection, Questions.Sources sources, Recent recent, ProfileSelection selection) {
    this.connection = connection;
    this.sources = sources;
    this.selection = selection;
    this.span = new Span(selection.host(), selection.range(), selection.kind());
    this.recent = recent.windows(selection.host());
  }

  private record Key(String command, long stackId) {}

  Profile read() throws SQLException {
    samplesFromFiles();
    windowsFromFiles();
    for (ProfileWindow window : recent) {
      if (span.has(window)) {
        add(window);
      }
    }
    Set<Long> stackIds = new HashSet<>();
    counts.keySet().forEach(key -> stackIds.add(key.stackId()));
    Map<Long, List<NamedFrame>> stacks =
        new DictionaryReading(connection, sources, recent, span).stacks(stackIds);
    int pid = selection.pid().orElse(-1);
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

  private void samplesFromFiles() throws SQLException {
    Optional<String> files =
        sources.ofHost(Table.SAMPLES, span.host().value(), span.start(), span.end());
    if (files.isEmpty()) {
      return;
    }
    Query query =
        Query.of(
                connection,
                "SELECT command, stack_id, CAST(sum(samples) AS BIGINT) FROM " + files.get())
            .and(Span.WHERE, span.parameters());
    selection.pid().ifPresent(pid -> query.and(" AND pid = ?", pid));
    selection.command().ifPresent(command -> query.and(" AND command = ?", command));
    selection
        .cgroup()
        .filter(cgroup -> !cgroup.equals("/"))
        .ifPresent(cgroup ->
            query.and(
                " AND (cgroup = ? OR substr(cgroup, 1, CAST(? AS INTEGER)) = ?)",
                cgroup,
                below(cgroup).codePointCount(0, below(cgroup).length()),
                below(cgroup)));
    query
        .and(" GROUP BY command, stack_id LIMIT ?", MOST_STACKS + 1)
        .list(row ->
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

  private void add(ProfileWindow window) {
    lost += window.lost();
    periodNanos = Math.max(periodNanos, window.period().toNanos());
    for (SampleCount sample : window.samples()) {
      if (selected(sample)) {
        counts.merge(new Key(sample.command(), sample.stackId()), sample.count(), Long::sum);
      }
    }
    bound();
  }

  private boolean selected(SampleCount sample) {
    if (selection.pid().isPresent() && selection.pid().getAsInt() != sample.pid()) {
      return false;
    }
    if (selection.command().isPresent() && !selection.command().get().equals(sample.command())) {
      return false;
    }
    if (selection.cgroup().isEmpty() || selection.cgroup().get().equals("/")) {
      return true;
    }
    String cgroup = selection.cgroup().get();
    return sample.cgroup().equals(cgroup) || sample.cgroup().startsWith(below(cgroup));
  }

  private static String below(String cgroup) {
    return cgroup.endsWith("/") ? cgroup : cgroup + "/";
  }

  private void bound() {
    if (counts.size() > MOST_STACKS) {
      throw new StoreException(
          "profile of %s: more than %d different stacks: select a shorter range or one process"
              .formatted(span.host(), MOST_STACKS));
    }
  }
}
