package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.KernelReport;
import dev.kedge.report.ReportParser;
import dev.kedge.report.ReportRun;
import dev.kedge.report.fingerprint.Finding;
import dev.kedge.report.fingerprint.Grouping;
import dev.kedge.report.fingerprint.IssueMarks;
import dev.kedge.report.fingerprint.Match;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Says why the first reports of two logs are, or are not, of one issue. */
final class ReportExplanation {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int WIDTH = 400;
  private static final int OTHER_PAIRS = 10;

  private final Side one;
  private final Side other;
  private final Match match;

  /** One log. */
  private record Side(String file, List<ReportRun> runs) {
    static Side read(String file, ReportParser parser) throws IOException {
      String name = ReportText.name(file);
      try {
        for (ReportInput input : ReportInput.of(file)) {
          List<ReportRun> runs = ReportRun.of(input.reports(parser), parser);
          if (!runs.isEmpty()) {
            return new Side(input.name(), runs);
          }
        }
      } catch (IOException e) {
        throw new IOException(name + ": " + FileFailure.reason(e), e);
      }
      throw new IOException(name + ": no kernel report to compare");
    }

    ReportRun run() {
      return runs.getFirst();
    }

    String place(ReportRun run) {
      return ReportText.name(file) + ":" + run.report().startLine();
    }
  }

  /**
   * Compares two logs.
   *
   * @throws IOException when one cannot be read or has no report
   */
  ReportExplanation(String one, String other, ReportParser parser) throws IOException {
    this.one = Side.read(one, parser);
    this.other = Side.read(other, parser);
    this.match = compare(this.one.run(), this.other.run());
  }

  private static Match compare(ReportRun one, ReportRun other) {
    return Grouping.compare(one.fingerprint(), IssueMarks.of(other.fingerprint()));
  }

  boolean same() {
    return match.same();
  }

  void print(PrintWriter out) {
    out.println(
        (match.same() ? "the same issue: " : "not the same issue: ")
            + Printable.of(match.reason(), WIDTH));
    print(out, "A", one);
    print(out, "B", other);
    for (Finding finding : match.findings()) {
      out.println(
          "  %-8s %-8s %s"
              .formatted(
                  word(finding.part()),
                  word(finding.outcome()),
                  Printable.of(finding.detail(), WIDTH)));
    }
    for (Map<String, Object> pair : otherPairs()) {
      out.println("also the same issue: %s and %s".formatted(pair.get("a"), pair.get("b")));
    }
  }

  private static void print(PrintWriter out, String name, Side side) {
    ReportRun run = side.run();
    out.println(
        "  %s  %s  %s".formatted(name, side.place(run), Printable.of(run.report().title(), WIDTH)));
    if (!run.fingerprint().stack().isEmpty()) {
      out.println(
          "     stack: " + Printable.of(String.join(" < ", run.fingerprint().stack()), WIDTH));
    }
    run.fingerprint()
        .blocker()
        .ifPresent(b -> out.println("     blocker: " + Printable.of(b.key(), WIDTH)));
    if (side.runs().size() > 1) {
      out.println("     the first of %d reports".formatted(side.runs().size()));
    }
  }

  String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("same", match.same());
    object.put("reason", match.reason());
    object.put("parts", match.findings().stream().map(ReportExplanation::part).toList());
    object.put("a", side(one));
    object.put("b", side(other));
    object.put("alsoSame", otherPairs());
    return JSON.writeValueAsString(object);
  }

  private static Map<String, Object> part(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("part", word(finding.part()));
    object.put("outcome", word(finding.outcome()));
    object.put("detail", finding.detail());
    return object;
  }

  private static Map<String, Object> side(Side side) {
    KernelReport report = side.run().report();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", side.file());
    object.put("startLine", report.startLine());
    object.put("title", report.title());
    object.put("fingerprint", ReportJson.fingerprint(side.run().fingerprint()));
    return object;
  }

  /** Later reports of the logs that meet. */
  private List<Map<String, Object>> otherPairs() {
    List<Map<String, Object>> pairs = new ArrayList<>();
    for (ReportRun mine : one.runs().stream().limit(OTHER_PAIRS).toList()) {
      for (ReportRun theirs : other.runs().stream().limit(OTHER_PAIRS).toList()) {
        boolean first = mine.equals(one.run()) && theirs.equals(other.run());
        if (!first && pairs.size() < OTHER_PAIRS && compare(mine, theirs).same()) {
          pairs.add(Map.of("a", one.place(mine), "b", other.place(theirs)));
        }
      }
    }
    return pairs;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
