package dev.kedge.report.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file of events and tables, read entry by entry. */
final class EventFile {
  private final RuleFile file;
  private final Map<String, EventReader> events = new LinkedHashMap<>();
  private final Map<String, Map<String, EventRule.Code>> tables = new LinkedHashMap<>();

  /**
   * Reads a file.
   *
   * @throws ReportException naming file and line
   */
  EventFile(RuleFile file) {
    this.file = file;
    EventReader event = null;
    Map<String, EventRule.Code> table = null;
    RuleFile.Entry open = null;
    for (RuleFile.Entry entry : file.entries()) {
      switch (entry.keyword()) {
        case "event" -> {
          requireReason(open);
          event = new EventReader(file, entry);
          table = null;
          if (events.put(entry.value(), event) != null) {
            throw file.error(entry, "event \"" + entry.value() + "\" stands twice");
          }
        }
        case "table" -> {
          requireReason(open);
          open = entry;
          event = null;
          table = new LinkedHashMap<>();
          if (tables.put(entry.value(), table) != null) {
            throw file.error(entry, "table \"" + entry.value() + "\" stands twice");
          }
        }
        default -> {
          if (event != null) {
            event.accept(entry);
          } else if (table != null && entry.keyword().equals("why")) {
            open = null;
          } else {
            code(entry, table);
          }
        }
      }
    }
    requireReason(open);
  }

  private void code(RuleFile.Entry entry, @Nullable Map<String, EventRule.Code> table) {
    String[] parts = entry.value().split(" ", 3);
    if (table == null || !entry.keyword().equals("code") || parts.length < 3) {
      throw file.error(entry, "expected event, table, or in a table: code NUMBER SEVERITY MEANING");
    }
    Severity severity = severity(file, entry, parts[1]);
    if (table.put(parts[0], new EventRule.Code(severity, parts[2].strip())) != null) {
      throw file.error(entry, "code " + parts[0] + " stands twice");
    }
  }

  static Severity severity(RuleFile file, RuleFile.Entry entry, String label) {
    return Severity.of(label)
        .orElseThrow(() ->
            file.error(
                entry,
                "\"%s\" is no severity; expected one of %s".formatted(label, Severity.labels())));
  }

  private void requireReason(RuleFile.@Nullable Entry open) {
    if (open != null) {
      throw file.error(open, "table \"" + open.value() + "\" has no \"why\"");
    }
  }

  Map<String, EventReader> events() {
    return events;
  }

  Map<String, Map<String, EventRule.Code>> tables() {
    return tables;
  }
}
