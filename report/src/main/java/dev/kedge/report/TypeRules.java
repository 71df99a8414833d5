package dev.kedge.report;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import java.util.List;

/** {@code types.rules}: the class of a report from its title. Immutable after loading. */
final class TypeRules {
  private final TitlePrefixes<ReportType> types = new TitlePrefixes<>();

  private TypeRules() {}

  /**
   * Reads rules files: {@code TYPE beginning of title}. Those of an earlier file win.
   *
   * @throws ReportException naming file and line
   */
  static TypeRules read(List<RuleFile> files) {
    TypeRules result = new TypeRules();
    for (RuleFile file : files) {
      for (RuleFile.Entry entry : file.entries()) {
        ReportType type =
            ReportType.labelled(entry.keyword())
                .orElseThrow(() ->
                    file.error(
                        entry,
                        "\"%s\" is no report type; expected one of %s"
                            .formatted(entry.keyword(), ReportType.labels())));
        if (entry.value().isEmpty()) {
          throw file.error(entry, "expected the beginning of a title after the type");
        }
        file.requireReason(entry);
        result.types.add(entry.value(), type);
      }
    }
    return result;
  }

  ReportType typeOf(String title) {
    return types.of(title).orElse(ReportType.UNKNOWN);
  }
}
