package dev.kedge.report.region;

import dev.kedge.report.line.LineSource;
import dev.kedge.report.rules.FamilyRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines of a log begin reports, and what. Several regions ask for the same line when many
 * callers print at once; it is matched once. Not thread-safe.
 */
public final class HeaderLines {
  private final LineSource log;
  private final FamilyRules families;
  private final Map<Integer, List<FamilyRules.Header>> known = new HashMap<>();

  /** The headers of a log by these rules. */
  public HeaderLines(LineSource log, FamilyRules families) {
    this.log = log;
    this.families = families;
  }

  /** The log. */
  public LineSource log() {
    return log;
  }

  /** What the line at an index begins, special families first; empty when it is no header. */
  public List<FamilyRules.Header> at(int index) {
    if (log.candidates(index).isEmpty()) {
      return List.of();
    }
    List<FamilyRules.Header> headers = known.get(index);
    if (headers == null) {
      headers = families.headers(log.line(index).text(), log.candidates(index));
      known.put(index, headers);
    }
    return headers;
  }
}
