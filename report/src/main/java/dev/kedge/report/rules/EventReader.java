package dev.kedge.report.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the entries of one {@code event} of a rules file. */
final class EventReader {
  private final RuleFile file;
  private final RuleFile.Entry start;
  private final List<LineTemplate> headers = new ArrayList<>();
  private final List<LineTemplate> begins = new ArrayList<>();
  private final List<String> unless = new ArrayList<>();
  private String title = "";
  private String why = "";
  private String area = "";
  private Optional<Severity> severity = Optional.empty();
  private Optional<RuleFile.Entry> codes = Optional.empty();

  EventReader(RuleFile file, RuleFile.Entry start) {
    this.file = file;
    this.start = start;
    if (start.value().isEmpty()) {
      throw file.error(start, "an event needs a name");
    }
  }

  void accept(RuleFile.Entry entry) {
    switch (entry.keyword()) {
      case "why" -> why = entry.value();
      case "header" -> headers.add(FamilyReader.template(file, entry));
      case "begin" -> begins.add(FamilyReader.template(file, entry));
      case "unless" -> unless.add(entry.value());
      case "title" -> title = entry.value();
      case "area" -> area = entry.value();
      case "severity" -> severity = Optional.of(EventFile.severity(file, entry, entry.value()));
      case "codes" -> codes = Optional.of(entry);
      default ->
          throw file.error(
              entry,
              "unknown entry \"%s\"; expected one of why, header, begin, unless, title, severity, area, codes"
                  .formatted(entry.keyword()));
    }
  }

  EventRule finish(Map<String, Map<String, EventRule.Code>> tables) {
    if (headers.isEmpty() || title.isEmpty() || why.isEmpty() || area.isEmpty()) {
      throw file.error(
          start, "event \"" + start.value() + "\" needs why, header, title, severity and area");
    }
    return new EventRule(
        start.value(),
        List.copyOf(headers),
        List.copyOf(begins),
        List.copyOf(unless),
        title,
        severity.orElseThrow(
            () -> file.error(start, "event \"" + start.value() + "\" has no severity")),
        area,
        codes.map(entry -> table(tables, entry)).orElse(Map.of()));
  }

  private Map<String, EventRule.Code> table(
      Map<String, Map<String, EventRule.Code>> tables, RuleFile.Entry entry) {
    Map<String, EventRule.Code> table = tables.get(entry.value());
    if (table == null) {
      throw file.error(entry, "no table \"" + entry.value() + "\"");
    }
    return Map.copyOf(table);
  }
}
