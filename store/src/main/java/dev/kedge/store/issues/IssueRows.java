package dev.kedge.store.issues;

import dev.kedge.model.HostId;
import dev.kedge.report.ReportType;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.store.sql.Cursor;
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
      "i.issue, i.title, i.type, i.frame, i.corrupted, i.panicked, i.first_seen, i.last_seen,"
          + " i.occurrences,"
          + " (SELECT count(*) FROM issue_host h WHERE h.issue = i.issue) AS host_count";

  private final Connection connection;
  private final long today;

  IssueRows(Connection connection, Instant now) {
    this.connection = connection;
    this.today = Math.floorDiv(Micros.of(now), DAY_MICROS);
  }

  private record Row(
      long issue,
      String title,
      ReportType type,
      Optional<String> frame,
      boolean corrupted,
      boolean panicked,
      long firstSeen,
      long lastSeen,
      long occurrences,
      long hosts) {}

  IssuePage list(IssueFilter filter, Cursor.Position after, int limit) throws SQLException {
    Query query =
        Query.of(
            connection,
            "SELECT "
                + COLUMNS
                + " FROM issue i WHERE (i.last_seen < ? OR (i.last_seen = ? AND i.issue < ?))",
            after.major(),
            after.major(),
            after.minor());
    narrow(query, filter);
    List<Row> found =
        query
            .and(" ORDER BY i.last_seen DESC, i.issue DESC LIMIT ?", limit + 1)
            .list(IssueRows::row);
    List<Row> shown = found.subList(0, Math.min(limit, found.size()));
    List<IssueSummary> issues = new ArrayList<>();
    for (Row row : shown) {
      issues.add(summary(row));
    }
    Optional<String> next =
        found.size() > limit
            ? Optional.of(
                Cursor.of(new Cursor.Position(shown.getLast().lastSeen(), shown.getLast().issue())))
            : Optional.empty();
    return new IssuePage(
        issues,
        next,
        facet("SELECT type, count(*) FROM issue GROUP BY type"),
        facet("SELECT host, count(*) FROM issue_host GROUP BY host"),
        facet("SELECT kernel, count(*) FROM issue_kernel GROUP BY kernel"));
  }

  Optional<IssueDetail> detail(long issue) throws SQLException {
    Optional<Row> row =
        Query.of(connection, "SELECT " + COLUMNS + " FROM issue i WHERE i.issue = ?", issue)
            .first(IssueRows::row);
    return row.isEmpty() ? Optional.empty() : Optional.of(detail(row.get()));
  }

  private static void narrow(Query query, IssueFilter filter) {
    filter
        .text()
        .map(text -> "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%")
        .ifPresent(pattern ->
            query.and(
                " AND EXISTS (SELECT 1 FROM issue_title t WHERE t.issue = i.issue"
                    + " AND lower(t.title) LIKE lower(?) ESCAPE '\\')",
                pattern));
    filter.type().ifPresent(type -> query.and(" AND i.type = ?", type));
    filter
        .host()
        .ifPresent(host ->
            query.and(
                " AND EXISTS (SELECT 1 FROM issue_host h WHERE h.issue = i.issue AND h.host = ?)",
                host.value()));
    filter
        .kernel()
        .ifPresent(kernel ->
            query.and(
                " AND EXISTS (SELECT 1 FROM issue_kernel k WHERE k.issue = i.issue AND k.kernel ="
                    + " ?)",
                kernel));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("issue"),
        row.getString("title"),
        type(row.getString("type")),
        Optional.ofNullable(row.getString("frame")),
        row.getInt("corrupted") == 1,
        row.getInt("panicked") == 1,
        row.getLong("first_seen"),
        row.getLong("last_seen"),
        row.getLong("occurrences"),
        row.getLong("host_count"));
  }

  private static ReportType type(String label) {
    for (ReportType type : ReportType.values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    return ReportType.UNKNOWN;
  }

  private IssueSummary summary(Row row) throws SQLException {
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
        row.type(),
        Severity.of(row.type(), row.panicked()),
        row.corrupted(),
        Micros.instant(row.firstSeen()),
        Micros.instant(row.lastSeen()),
        row.occurrences(),
        row.hosts(),
        kernels,
        trend);
  }

  private IssueDetail detail(Row row) throws SQLException {
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
    return new IssueDetail(summary(row), titles, row.frame(), grouping(row.issue(), titles), hosts);
  }

  private String grouping(long issue, List<String> titles) throws SQLException {
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
