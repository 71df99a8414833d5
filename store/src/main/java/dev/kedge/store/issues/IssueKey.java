package dev.kedge.store.issues;

import dev.kedge.report.FleetStanding;
import dev.kedge.report.ReportType;
import dev.kedge.store.sql.Cursor;

/**
 * Where an issue stands in any {@link IssueOrder}.
 *
 * @param issue its number
 * @param standing in the fleet
 * @param type of report; unknown for events
 * @param lastSeen microseconds since 1970
 */
record IssueKey(long issue, FleetStanding standing, ReportType type, long lastSeen) {
  /** The type of a label; unknown for labels of events and of newer versions. */
  static ReportType type(String label) {
    for (ReportType type : ReportType.values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    return ReportType.UNKNOWN;
  }

  /** A cursor that goes on behind this issue. */
  String cursor() {
    return Cursor.of(
        "%d:%d:%d:%d:%b:%d:%s"
            .formatted(
                issue,
                Severities.number(standing.severity()),
                standing.hosts(),
                standing.newHosts(),
                standing.newInKernel(),
                lastSeen,
                type.label()));
  }

  /**
   * The issue a cursor goes on behind, as it stood then.
   *
   * @throws IllegalArgumentException when the cursor is none of an earlier answer
   */
  static IssueKey of(String cursor) {
    String[] parts = Cursor.text(cursor).split(":", 7);
    try {
      if (parts.length == 7) {
        return new IssueKey(
            Long.parseLong(parts[0]),
            new FleetStanding(
                Severities.of(Integer.parseInt(parts[1])),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Boolean.parseBoolean(parts[4])),
            type(parts[6]),
            Long.parseLong(parts[5]));
      }
    } catch (NumberFormatException e) {
      throw Cursor.wrong(e);
    }
    throw Cursor.wrong(new IllegalArgumentException("parts"));
  }
}
