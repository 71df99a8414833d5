package dev.kedge.report;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import dev.kedge.report.rules.Severity;
import java.util.ArrayList;
import java.util.List;

/** {@code severities.rules}: what a report means for its host. Immutable after loading. */
final class SeverityRules {
  private static final String FILE = "severities.rules";
  private static final String PANIC = "Kernel panic - not syncing";

  private record Rule(String prefix, Severity severity) {}

  private final List<Rule> rules = new ArrayList<>();

  private SeverityRules() {}

  static SeverityRules shipped() {
    return read(RuleFile.shipped(FILE));
  }

  /**
   * Reads a rules file: {@code SEVERITY beginning of title}.
   *
   * @throws ReportException naming file and line
   */
  static SeverityRules read(RuleFile file) {
    SeverityRules result = new SeverityRules();
    for (RuleFile.Entry entry : file.entries()) {
      Severity severity =
          Severity.of(entry.keyword())
              .orElseThrow(() ->
                  file.error(
                      entry,
                      "\"%s\" is no severity; expected one of %s"
                          .formatted(entry.keyword(), Severity.labels())));
      if (entry.value().isEmpty()) {
        throw file.error(entry, "expected the beginning of a title after the severity");
      }
      file.requireReason(entry);
      result.rules.add(new Rule(entry.value(), severity));
    }
    return result;
  }

  Severity of(String title, String text) {
    if (text.contains(PANIC)) {
      return Severity.FATAL;
    }
    for (Rule rule : rules) {
      if (title.startsWith(rule.prefix())) {
        return rule.severity();
      }
    }
    return Severity.DEGRADED;
  }
}
