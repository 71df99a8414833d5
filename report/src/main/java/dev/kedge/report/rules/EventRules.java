package dev.kedge.report.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of {@code events.rules}. Immutable; safe for any number of threads. */
public final class EventRules {
  /** Name of the file that ships with this module. */
  static final String FILE = "events.rules";

  /** Keywords a file of events can begin with. */
  static final List<String> FIRST = List.of("event", "table");

  /**
   * An event that was found.
   *
   * @param rule what it is
   * @param captures what its template captured
   */
  public record Hit(EventRule rule, Map<String, String> captures) {}

  private record Entry(EventRule rule, LineTemplate template, boolean header) {}

  private final List<Entry> entries = new ArrayList<>();

  private EventRules(List<EventRule> rules) {
    for (EventRule rule : rules) {
      rule.headers().forEach(t -> entries.add(new Entry(rule, t, true)));
    }
    for (EventRule rule : rules) {
      rule.begins().forEach(t -> entries.add(new Entry(rule, t, false)));
    }
  }

  /**
   * Reads rules files. Events of an earlier file win over those of a later one; one of the same
   * name replaces it.
   *
   * @throws ReportException naming file and line, when an entry cannot be understood
   */
  static EventRules read(List<RuleFile> files) {
    Map<String, EventReader> events = new LinkedHashMap<>();
    Map<String, Map<String, EventRule.Code>> tables = new LinkedHashMap<>();
    for (RuleFile file : files) {
      EventFile reader = new EventFile(file);
      reader.events().forEach(events::putIfAbsent);
      reader.tables().forEach(tables::putIfAbsent);
    }
    return new EventRules(events.values().stream().map(e -> e.finish(tables)).toList());
  }

  /** The literals a line must hold to match, in the order of the indexes of {@link #header}. */
  List<String> needles() {
    return entries.stream().map(e -> e.template().needle()).toList();
  }

  /** The event the line says, when the entry at an index is a header and matches. */
  Optional<Hit> header(int index, String text) {
    Entry entry = entries.get(index);
    if (!entry.header() || entry.rule().unless().stream().anyMatch(text::contains)) {
      return Optional.empty();
    }
    return entry.template().match(text).map(captures -> new Hit(entry.rule(), captures));
  }

  /** The event a line above its header belongs to, when the entry at an index says so. */
  Optional<EventRule> begin(int index, String text) {
    Entry entry = entries.get(index);
    return entry.header() || entry.template().match(text).isEmpty()
        ? Optional.empty()
        : Optional.of(entry.rule());
  }
}
