package dev.kedge.store.issues;

import dev.kedge.report.FleetStanding;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where issues stand in the fleet, read on one snapshot. */
final class IssueKeys {
  /** A host that got an issue within this time counts for how fast it spreads. */
  private static final Duration NEW = Duration.ofDays(1);

  private final Connection connection;
  private final long newSince;
  private final Optional<String> newestKernel;

  IssueKeys(Connection connection, Instant now) throws SQLException {
    this.connection = connection;
    this.newSince = Micros.of(now.minus(NEW));
    this.newestKernel = newest(connection);
  }

  /** The release that came to the fleet last; empty while there is but one. */
  Optional<String> newestKernel() {
    return newestKernel;
  }

  private static Optional<String> newest(Connection connection) throws SQLException {
    List<String> releases =
        Query.of(
                connection,
                "SELECT kernel FROM fleet_kernel ORDER BY first_seen DESC, kernel DESC LIMIT 2")
            .list(row -> row.getString(1));
    return releases.size() < 2 ? Optional.empty() : Optional.of(releases.getFirst());
  }

  List<IssueKey> matching(IssueFilter filter) throws SQLException {
    Query query =
        Query.of(
            connection,
            "SELECT i.issue, i.severity, i.type, i.last_seen, coalesce(h.hosts, 0) AS hosts,"
                + " coalesce(n.new_hosts, 0) AS new_hosts,"
                + " coalesce(k.newest, 0) AS newest FROM issue i"
                + " LEFT JOIN (SELECT issue, count(*) AS hosts FROM issue_host"
                + " GROUP BY issue) h ON h.issue = i.issue"
                + " LEFT JOIN (SELECT issue, count(*) AS new_hosts FROM issue_host"
                + " WHERE first_seen >= ? GROUP BY issue) n ON n.issue = i.issue"
                + " LEFT JOIN (SELECT issue, min(CASE WHEN kernel = ? THEN 1 ELSE 0 END) AS newest"
                + " FROM issue_kernel GROUP BY issue) k ON k.issue = i.issue WHERE 1 = 1",
            newSince,
            newestKernel.orElse(""));
    narrow(query, filter);
    return query.list(IssueKeys::key);
  }

  Optional<IssueKey> of(long issue) throws SQLException {
    return Query.of(
            connection,
            "SELECT i.issue, i.severity, i.type, i.last_seen,"
                + " (SELECT count(*) FROM issue_host h WHERE h.issue = i.issue) AS hosts,"
                + " (SELECT count(*) FROM issue_host h WHERE h.issue = i.issue"
                + " AND h.first_seen >= ?) AS new_hosts,"
                + " coalesce((SELECT min(CASE WHEN kernel = ? THEN 1 ELSE 0 END)"
                + " FROM issue_kernel k WHERE k.issue = i.issue), 0) AS newest"
                + " FROM issue i WHERE i.issue = ?",
            newSince,
            newestKernel.orElse(""),
            issue)
        .first(IssueKeys::key);
  }

  private static IssueKey key(ResultSet row) throws SQLException {
    return new IssueKey(
        row.getLong("issue"),
        new FleetStanding(
            Severities.of(row.getInt("severity")),
            row.getInt("hosts"),
            row.getInt("new_hosts"),
            row.getInt("newest") == 1),
        IssueKey.type(row.getString("type")),
        row.getLong("last_seen"));
  }

  private static void narrow(Query query, IssueFilter filter) {
    filter
        .kind()
        .ifPresent(kind -> {
          if (kind.equals(IssueFilter.EVENT)) {
            query.and(" AND i.kind <> ?", IssueEntry.REPORT);
          } else {
            query.and(" AND i.kind = ?", kind);
          }
        });
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
}
