package dev.kedge.store.issues;

import dev.kedge.model.HostId;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.rules.Severity;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Issues read from the metadata database, on one snapshot. */
final class IssueRows {
  private static final int TREND_DAYS = 14;
  private static final int FACETS = 200;
  private static final int KERNELS = 50;
  private static final int HOSTS = 500;
  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;

  private static final String COLUMNS =
      "i.issue, i.title, i.kind, i.type, i.frame, i.severity, i.corrupted, i.first_seen,"
          + " i.last_seen, i.occurrences";

  private final Connection connection;
  private final IssueKeys keys;
  private final long today;

  IssueRows(Connection connection, Instant now) throws SQLException {
    this.connection = connection;
    this.keys = new IssueKeys(connection, now);
    this.today = Math.floorDiv(Micros.of(now), DAY_MICROS);
  }

  private record Row(
      long issue,
      String title,
      String kind,
      String type,
      Optional<String> frame,
      Severity severity,
      boolean corrupted,
      long firstSeen,
      long lastSeen,
      long occurrences) {}

  IssuePage list(IssueFilter filter, IssueOrder order, Optional<IssueKey> after, int limit)
      throws SQLException {
    List<IssueKey> behind =
        keys.matching(filter).stream()
            .filter(key -> after.isEmpty() || order.order().compare(key, after.get()) > 0)
            .sorted(order.order())
            .limit(limit + 1L)
            .toList();
    List<IssueKey> shown = behind.subList(0, Math.min(limit, behind.size()));
    List<IssueSummary> issues = new ArrayList<>();
    for (IssueKey key : shown) {
      issues.add(summary(row(key.issue()), key));
    }
    Optional<String> next =
        behind.size() > limit ? Optional.of(shown.getLast().cursor()) : Optional.empty();
    return new IssuePage(
        issues,
        next,
        facet("SELECT kind, count(*) FROM issue GROUP BY kind"),
        facet("SELECT type, count(*) FROM issue GROUP BY type"),
        facet("SELECT host, count(*) FROM issue_host GROUP BY host"),
        facet("SELECT kernel, count(*) FROM issue_kernel GROUP BY kernel"));
  }

  Optional<IssueDetail> detail(long issue) throws SQLException {
    Optional<IssueKey> key = keys.of(issue);
    return key.isEmpty() ? Optional.empty() : Optional.of(detail(row(issue), key.get()));
  }

  private Row row(long issue) throws SQLException {
    return Query.of(connection, "SELECT " + COLUMNS + " FROM issue i WHERE i.issue = ?", issue)
        .first(IssueRows::row)
        .orElseThrow();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("issue"),
        row.getString("title"),
        row.getString("kind"),
        row.getString("type"),
        Optional.ofNullable(row.getString("frame")),
        Severities.of(row.getInt("severity")),
        row.getInt("corrupted") == 1,
        row.getLong("first_seen"),
        row.getLong("last_seen"),
        row.getLong("occurrences"));
  }

  private IssueSummary summary(Row row, IssueKey key) throws SQLException {
    List<IssueSummary.KernelCount> kernels =
        Query.of(
                connection,
                "SELECT kernel, occurrences FROM issue_kernel WHERE issue = ?"
                    + " ORDER BY occurrences DESC, kernel LIMIT ?",
                row.issue(),
                KERNELS)
            .list(k -> new IssueSummary.KernelCount(k.getString(1), k.getLong(2)));
    List<Long> trend = new ArrayList<>(Collections.nCopies(TREND_DAYS, 0L));
    long firstDay = today - TREND_DAYS + 1;
    Query.of(
            connection,
            "SELECT day, occurrences FROM issue_day WHERE issue = ? AND day >= ? AND day <= ?",
            row.issue(),
            firstDay,
            today)
        .list(day -> trend.set((int) (day.getLong(1) - firstDay), day.getLong(2)));
    return new IssueSummary(
        row.issue(),
        row.title(),
        row.kind(),
        row.type(),
        row.severity(),
        row.corrupted(),
        Micros.instant(row.firstSeen()),
        Micros.instant(row.lastSeen()),
        row.occurrences(),
        key.standing().hosts(),
        key.standing().newHosts(),
        key.standing().newInKernel() ? keys.newestKernel() : Optional.empty(),
        kernels,
        trend);
  }

  private IssueDetail detail(Row row, IssueKey key) throws SQLException {
    List<String> titles =
        Query.of(
                connection,
                "SELECT title FROM issue_title WHERE issue = ? AND title <> ? ORDER BY title",
                row.issue(),
                row.title())
            .list(title -> title.getString(1));
    List<IssueDetail.HostCount> hosts =
        Query.of(
                connection,
                "SELECT host, occurrences, first_seen, last_seen FROM issue_host WHERE issue = ?"
                    + " ORDER BY occurrences DESC, host LIMIT ?",
                row.issue(),
                HOSTS)
            .list(host ->
                new IssueDetail.HostCount(
                    new HostId(host.getString(1)),
                    host.getLong(2),
                    Micros.instant(host.getLong(3)),
                    Micros.instant(host.getLong(4))));
    return new IssueDetail(summary(row, key), titles, row.frame(), grouping(row, titles), hosts);
  }

  private String grouping(Row of, List<String> titles) throws SQLException {
    if (!of.kind().equals(IssueEntry.REPORT)) {
      return "Every event of this issue has this title; devices and hosts are told apart by its"
          + " occurrences.";
    }
    long issue = of.issue();
    StringBuilder words =
        new StringBuilder(
            titles.isEmpty()
                ? "Every report of this issue has this title."
                : "Every report of this issue shares a title, an alternative title or its blocker"
                    + " with an earlier one of it.");
    marks(issue, IssueChoice.BLOCKER, " What held them up: ", words);
    marks(issue, IssueChoice.MODULE, " Module: ", words);
    marks(issue, IssueChoice.FILE, " File: ", words);
    long stacks =
        Query.of(
                connection,
                "SELECT count(*) FROM issue_mark WHERE issue = ? AND kind = ? AND version = ?",
                issue,
                IssueChoice.STACK,
                Fingerprint.VERSION)
            .number();
    if (stacks > 1) {
      words.append(" They came by %d different stacks.".formatted(stacks));
    }
    Query.of(
            connection,
            "SELECT CASE WHEN issue = ? THEN other ELSE issue END AS met, sum(occurrences),"
                + " min(title) FROM issue_contact WHERE issue = ? OR other = ?"
                + " GROUP BY met ORDER BY met LIMIT 20",
            issue,
            issue,
            issue)
        .list(row ->
            words.append(
                " %d of its or issue %d's reports fit both (%s); each went to the older issue, and the two were kept apart."
                    .formatted(row.getLong(2), row.getLong(1), row.getString(3))));
    return words.toString();
  }

  private void marks(long issue, String kind, String introduction, StringBuilder words)
      throws SQLException {
    List<String> values =
        Query.of(
                connection,
                "SELECT value FROM issue_mark WHERE issue = ? AND kind = ? AND version = ?"
                    + " ORDER BY occurrences DESC, value LIMIT 5",
                issue,
                kind,
                Fingerprint.VERSION)
            .list(row -> row.getString(1));
    if (!values.isEmpty()) {
      words.append(introduction).append(String.join(", ", values)).append('.');
    }
  }

  private List<IssuePage.Facet> facet(String sql) throws SQLException {
    return Query.of(connection, sql + " ORDER BY 2 DESC, 1 LIMIT " + FACETS)
        .list(row -> new IssuePage.Facet(row.getString(1), row.getLong(2)));
  }
}
