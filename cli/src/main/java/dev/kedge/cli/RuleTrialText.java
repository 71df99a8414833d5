package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.fingerprint.RuleChange;
import dev.kedge.report.fingerprint.RuleChanges;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** What other rules would change: a table for people, one JSON object for programs. */
final class RuleTrialText {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int TITLE = 160;

  private RuleTrialText() {}

  static void print(PrintWriter out, RuleChanges result) {
    for (RuleChange change : result.changes()) {
      out.println(
          "%-9s  %d %s, first %s:%d"
              .formatted(
                  word(change.kind()),
                  change.reports(),
                  change.reports() == 1 ? "report" : "reports",
                  ReportText.name(change.file()),
                  change.line()));
      change.before().forEach(title -> out.println("  now   " + Printable.of(title, TITLE)));
      change.after().forEach(title -> out.println("  then  " + Printable.of(title, TITLE)));
    }
    out.println(
        "%d logs, %d reports: %d issues now, %d with these rules; %s"
            .formatted(
                result.logs(),
                result.reports(),
                result.issuesBefore(),
                result.issuesAfter(),
                result.changes().isEmpty() ? "nothing changes" : counts(result)));
  }

  private static String counts(RuleChanges result) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    result.changes().forEach(change -> counts.merge(word(change.kind()), 1, Integer::sum));
    return String.join(
        ", ", counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
  }

  static String json(RuleChanges result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("logs", result.logs());
    object.put("reports", result.reports());
    object.put("issuesNow", result.issuesBefore());
    object.put("issuesThen", result.issuesAfter());
    object.put("changes", result.changes().stream().map(RuleTrialText::change).toList());
    return JSON.writeValueAsString(object);
  }

  private static Map<String, Object> change(RuleChange change) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("change", word(change.kind()));
    object.put("now", List.copyOf(change.before()));
    object.put("then", List.copyOf(change.after()));
    object.put("reports", change.reports());
    object.put("file", change.file());
    object.put("line", change.line());
    return object;
  }

  private static String word(RuleChange.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
