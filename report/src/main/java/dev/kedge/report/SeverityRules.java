package dev.kedge.report;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import dev.kedge.report.rules.Severity;
import java.util.List;

/** {@code severities.rules}: what a report means for its host. Immutable after loading. */
final class SeverityRules {
  private static final String PANIC = "Kernel panic - not syncing";

  private final TitlePrefixes<Severity> severities = new TitlePrefixes<>();

  private SeverityRules() {}

  /**
   * Reads rules files: {@code SEVERITY beginning of title}. Those of an earlier file win.
   *
   * @throws ReportException naming file and line
   */
  static SeverityRules read(List<RuleFile> files) {
    SeverityRules result = new SeverityRules();
    files.forEach(result::add);
    return result;
  }

  private void add(RuleFile file) {
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
      severities.add(entry.value(), severity);
    }
  }

  Severity of(String title, String text) {
    if (text.contains(PANIC)) {
      return Severity.FATAL;
    }
    return severities.of(title).orElse(Severity.DEGRADED);
  }
}
