package dev.kedge.report;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import java.util.ArrayList;
import java.util.List;

/** {@code types.rules}: the class of a report from its title. Immutable after loading. */
final class TypeRules {
  static final String FILE = "types.rules";

  private record Rule(String prefix, ReportType type) {}

  private final List<Rule> rules = new ArrayList<>();

  private TypeRules() {}

  static TypeRules shipped() {
    return read(RuleFile.shipped(FILE));
  }

  /**
   * Reads a rules file: {@code TYPE beginning of title}.
   *
   * @throws ReportException naming file and line
   */
  static TypeRules read(RuleFile file) {
    TypeRules result = new TypeRules();
    for (RuleFile.Entry entry : file.entries()) {
      ReportType type = null;
      for (ReportType candidate : ReportType.values()) {
        if (candidate.label().equals(entry.keyword())) {
          type = candidate;
        }
      }
      if (type == null || entry.value().isEmpty()) {
        throw file.error(entry, "expected a type and the beginning of a title");
      }
      result.rules.add(new Rule(entry.value(), type));
    }
    return result;
  }

  ReportType typeOf(String title) {
    for (Rule rule : rules) {
      if (title.startsWith(rule.prefix())) {
        return rule.type();
      }
    }
    return ReportType.UNKNOWN;
  }
}
