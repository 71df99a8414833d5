package dev.kedge.store.issues;

import dev.kedge.report.fingerprint.Blocker;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.Grouping;
import dev.kedge.report.fingerprint.IssueMarks;
import dev.kedge.report.fingerprint.Match;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The issues a report could belong to, and the one it does.
 *
 * @param issue the oldest issue that fits, empty when none does
 * @param why in words, why it goes there, or why to none of the issues it touches
 * @param contacts younger issues that fit as well, with the reason
 */
record IssueChoice(Optional<Long> issue, String why, Map<Long, String> contacts) {
  /** Kinds of marks, as the table has them. */
  static final String BLOCKER = "blocker";

  static final String MODULE = "module";
  static final String STACK = "stack";
  static final String FILE = "file";

  /** An issue is compared with this many marks of a kind at most; those seen most often. */
  private static final int MARKS = 64;

  /** A name that more issues share tells nothing. */
  private static final int CANDIDATES = 64;

  static IssueChoice of(Connection connection, Fingerprint report) throws SQLException {
    Optional<Long> chosen = Optional.empty();
    List<String> against = new ArrayList<>();
    String why = "";
    Map<Long, String> contacts = new LinkedHashMap<>();
    for (long candidate : candidates(connection, report)) {
      Match match = Grouping.compare(report, marks(connection, candidate));
      if (!match.same()) {
        against.add("not issue %d: %s".formatted(candidate, match.reason()));
      } else if (chosen.isEmpty()) {
        chosen = Optional.of(candidate);
        why = match.reason();
      } else {
        contacts.put(candidate, match.reason());
      }
    }
    if (chosen.isEmpty()) {
      why = against.isEmpty() ? "the first of its issue" : String.join("; ", against);
    }
    return new IssueChoice(chosen, why, contacts);
  }

  /** Issues that share a title or the blocker, oldest first. */
  private static List<Long> candidates(Connection connection, Fingerprint report)
      throws SQLException {
    Query query =
        Query.of(
            connection,
            "SELECT DISTINCT t.issue FROM issue_title t JOIN issue i ON i.issue = t.issue"
                + " WHERE i.kind = ? AND t.title IN (",
            IssueEntry.REPORT);
    String separator = "";
    for (String title : report.titles()) {
      query.and(separator + "?", title);
      separator = ", ";
    }
    query.and(")");
    if (report.blocker().isPresent()) {
      query.and(
          " UNION SELECT issue FROM issue_mark WHERE kind = ? AND version = ? AND value = ?",
          BLOCKER,
          Fingerprint.VERSION,
          report.blocker().map(Blocker::key));
    }
    return query.and(" ORDER BY 1 LIMIT ?", CANDIDATES).list(row -> row.getLong(1));
  }

  /** What the reports of an issue have shown. */
  static IssueMarks marks(Connection connection, long issue) throws SQLException {
    Map<String, Set<String>> marks =
        Map.of(
            BLOCKER, new HashSet<>(),
            MODULE, new HashSet<>(),
            STACK, new HashSet<>(),
            FILE, new HashSet<>());
    for (Map.Entry<String, Set<String>> kind : marks.entrySet()) {
      kind.getValue()
          .addAll(
              Query.of(
                      connection,
                      "SELECT value FROM issue_mark WHERE issue = ? AND kind = ? AND version = ?"
                          + " ORDER BY occurrences DESC, value LIMIT ?",
                      issue,
                      kind.getKey(),
                      Fingerprint.VERSION,
                      MARKS)
                  .list(row -> row.getString(1)));
    }
    Set<String> titles =
        new HashSet<>(
            Query.of(connection, "SELECT title FROM issue_title WHERE issue = ?", issue)
                .list(row -> row.getString(1)));
    return new IssueMarks(
        titles,
        marks.getOrDefault(BLOCKER, Set.of()),
        marks.getOrDefault(MODULE, Set.of()),
        marks.getOrDefault(STACK, Set.of()),
        marks.getOrDefault(FILE, Set.of()));
  }
}
