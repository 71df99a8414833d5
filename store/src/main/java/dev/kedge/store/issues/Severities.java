package dev.kedge.store.issues;

import dev.kedge.report.ReportParser;
import dev.kedge.report.rules.Severity;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Severities as the metadata database has them: numbers, the worst first. */
public final class Severities {
  private Severities() {}

  /** Fixed numbers, so that the order of the enum may change. */
  static int number(Severity severity) {
    return switch (severity) {
      case FATAL -> 0;
      case WORK_LOST -> 1;
      case DEGRADED -> 2;
      case CORRECTED -> 3;
      case NOTICE -> 4;
    };
  }

  /** The severity of a number; a notice for those of no version. */
  public static Severity of(int number) {
    return switch (number) {
      case 0 -> Severity.FATAL;
      case 1 -> Severity.WORK_LOST;
      case 2 -> Severity.DEGRADED;
      case 3 -> Severity.CORRECTED;
      default -> Severity.NOTICE;
    };
  }

  /** Gives what was filed before severities were kept the one its title and text stand for. */
  static int fill(Connection connection, ReportParser parser) throws SQLException {
    record Missing(long occurrence, Severity severity) {}
    List<Missing> missing =
        Query.of(connection, "SELECT occurrence, title, text FROM occurrence WHERE severity < 0")
            .list(row ->
                new Missing(row.getLong(1), parser.severity(row.getString(2), row.getString(3))));
    for (Missing one : missing) {
      Query.of(
              connection,
              "UPDATE occurrence SET severity = ? WHERE occurrence = ?",
              number(one.severity()),
              one.occurrence())
          .update();
    }
    Query.of(
            connection,
            "UPDATE issue SET severity = coalesce((SELECT min(o.severity) FROM occurrence o"
                + " WHERE o.issue = issue.issue), ?) WHERE severity < 0",
            number(Severity.NOTICE))
        .update();
    return missing.size();
  }
}
