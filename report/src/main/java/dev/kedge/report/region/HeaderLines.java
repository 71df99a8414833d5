package dev.kedge.report.region;

import dev.kedge.report.line.LineSource;
import dev.kedge.report.rules.FamilyRules;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log begin reports, and what. Several regions ask for the same line when many
 * callers print at once; it is matched once. The log must not grow meanwhile. Not thread-safe.
 */
public final class HeaderLines {
  private final LineSource log;
  private final FamilyRules families;
  private final @Nullable List<FamilyRules.Header>[] known;

  /** The headers of a log by these rules. */
  public HeaderLines(LineSource log, FamilyRules families) {
    this.log = log;
    this.families = families;
    this.known = table(log.size());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array cannot be made of a generic type
  private static @Nullable List<FamilyRules.Header>[] table(int lines) {
    return new List[lines];
  }

  /** The log. */
  public LineSource log() {
    return log;
  }

  /** What the line at an index begins, special families first; empty when it is no header. */
  public List<FamilyRules.Header> at(int index) {
    List<FamilyRules.Header> headers = known[index];
    if (headers == null) {
      BitSet candidates = log.candidates(index);
      headers =
          candidates.isEmpty() ? List.of() : families.headers(log.line(index).text(), candidates);
      known[index] = headers;
    }
    return headers;
  }
}
