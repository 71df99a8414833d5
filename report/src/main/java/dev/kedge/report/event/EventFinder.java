package dev.kedge.report.event;

import dev.kedge.report.line.ConsoleLog;
import dev.kedge.report.line.LineSource;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.EventRule;
import dev.kedge.report.rules.EventRules;
import dev.kedge.report.rules.FamilyRules;
import dev.kedge.report.title.TitleForm;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the events of a log, in one pass over the lines the rules' literals stand in. */
public final class EventFinder {
  /** Different events of one log beyond these are dropped: a log that says more is broken. */
  public static final int MAX_EVENTS = 1000;

  /** Lines of the event's text. */
  static final int MAX_LINES = 400;

  private static final int MAX_TEXT = 1 << 16;

  /** A line above a header further away than this has nothing to do with it. */
  private static final int BEGIN_WITHIN = 5000;

  private static final int MAX_DEVICE = 64;

  private record Key(String host, String title, String device) {}

  private final FamilyRules rules;

  /** A finder by these rules. */
  public EventFinder(FamilyRules rules) {
    this.rules = rules;
  }

  /**
   * What a pass found.
   *
   * @param events in the order they were said first
   * @param unfinished indices of lines that begin an event whose main line did not come
   */
  public record Found(List<FleetEvent> events, List<Integer> unfinished) {
    /** Copies the lists. */
    public Found {
      events = List.copyOf(events);
      unfinished = List.copyOf(unfinished);
    }
  }

  /** The events of lines that may be a part of a log. */
  public Found find(LineSource log) {
    Map<Key, FleetEvent> events = new LinkedHashMap<>();
    Map<String, Integer> begun = new HashMap<>();
    for (int i = log.nextCandidate(0); i < log.size(); i = log.nextCandidate(i + 1)) {
      LogLine line = log.line(i);
      String where = line.host() + ' ' + line.caller() + ' ';
      for (EventRule rule : rules.beginnings(line.text(), log.candidates(i))) {
        if (begun.size() < MAX_EVENTS || begun.containsKey(where + rule.name())) {
          begun.put(where + rule.name(), i);
        }
      }
      Optional<EventRules.Hit> hit = rules.event(line.text(), log.candidates(i));
      if (hit.isPresent()) {
        Integer begin = begun.remove(where + hit.get().rule().name());
        int start = begin == null || i - begin > BEGIN_WITHIN ? i : begin;
        add(events, log, start, i, hit.get());
      }
    }
    return new Found(new ArrayList<>(events.values()), begun.values().stream().sorted().toList());
  }

  private void add(
      Map<Key, FleetEvent> events, LineSource log, int start, int header, EventRules.Hit hit) {
    LogLine line = log.line(header);
    EventRule rule = hit.rule();
    Optional<EventRule.Code> code =
        Optional.ofNullable(rule.codes().get(hit.captures().getOrDefault("code", "")));
    String title = title(rule, hit.captures(), code);
    Optional<String> device = device(hit.captures(), line.text());
    Key key = new Key(line.host(), title, device.orElse(""));
    FleetEvent known = events.get(key);
    Optional<Duration> time =
        line.micros() < 0
            ? Optional.empty()
            : Optional.of(Duration.of(line.micros(), ChronoUnit.MICROS));
    if (known != null) {
      events.put(key, known.again(1, time));
    } else if (events.size() < MAX_EVENTS) {
      int end = end(log, header, line);
      events.put(
          key,
          new FleetEvent(
              rule.name(),
              rule.area(),
              code.map(EventRule.Code::severity).orElse(rule.severity()),
              title,
              line.host(),
              device,
              log.line(start).number(),
              log.line(end).number(),
              1,
              time,
              time,
              text(log, start, end, line)));
    }
  }

  /** Captures in their stable form; only a code keeps its number. */
  private static String title(
      EventRule rule, Map<String, String> captures, Optional<EventRule.Code> code) {
    Map<String, String> words = new HashMap<>();
    captures.forEach(
        (name, value) -> words.put(name, name.equals("code") ? value : TitleForm.normalise(value)));
    words.put("meaning", code.map(EventRule.Code::meaning).orElse("meaning not known"));
    String title = TitleForm.fill(rule.title(), words);
    return title.length() > TitleForm.MAX_LENGTH ? title.substring(0, TitleForm.MAX_LENGTH) : title;
  }

  /** As captured, or what drivers put in front of their lines: {@code nvme nvme0: ...}. */
  private static Optional<String> device(Map<String, String> captures, String text) {
    String captured = captures.getOrDefault("device", "");
    if (!captured.isBlank()) {
      return Optional.of(cut(captured.strip()));
    }
    int colon = text.indexOf(": ");
    if (colon <= 0 || colon > MAX_DEVICE) {
      return Optional.empty();
    }
    String name = text.substring(0, colon);
    int space = name.indexOf(' ');
    boolean oneOrTwoWords = space < 0 || name.indexOf(' ', space + 1) < 0;
    boolean numbered = name.chars().anyMatch(c -> c >= '0' && c <= '9');
    return oneOrTwoWords && numbered ? Optional.of(name) : Optional.empty();
  }

  private static String cut(String name) {
    return name.length() > MAX_DEVICE ? name.substring(0, MAX_DEVICE) : name;
  }

  /** The lines below that begin with the same name of a device belong to the header. */
  private int end(LineSource log, int header, LogLine line) {
    int colon = line.text().indexOf(": ");
    if (colon <= 0 || colon > MAX_DEVICE) {
      return header;
    }
    String prefix = line.text().substring(0, colon + 2);
    int end = header;
    while (end + 1 < log.size() && end - header < MAX_LINES) {
      LogLine next = log.line(end + 1);
      boolean own = next.text().startsWith(prefix) && next.host().equals(line.host());
      if (!own || rules.event(next.text(), log.candidates(end + 1)).isPresent()) {
        break;
      }
      end++;
    }
    return end;
  }

  private static String text(LineSource log, int start, int end, LogLine header) {
    StringBuilder out = new StringBuilder();
    int lines = 0;
    for (int i = start; i <= end; i++) {
      LogLine line = log.line(i);
      if (!line.host().equals(header.host()) || !line.caller().equals(header.caller())) {
        continue;
      }
      if (++lines > MAX_LINES || out.length() > MAX_TEXT) {
        return out.append(ConsoleLog.CUT.strip()).append('\n').toString();
      }
      out.append(line.raw()).append('\n');
    }
    return out.toString();
  }
}
