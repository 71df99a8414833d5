package dev.kedge.report;

import dev.kedge.report.event.EventFinder;
import dev.kedge.report.event.FleetEvent;
import dev.kedge.report.line.LogLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the events in the lines of one host as they come. What is said of the same device again
 * within {@link #PAUSE} is one event that goes on. Not thread-safe.
 *
 * <p>Memory is bounded: {@value #MAX_LINES} lines, {@value #MAX_EVENTS} events that may go on, and
 * {@value #MAX_TEXT} characters of text for each that was not handed out.
 */
final class EventStream {
  /** What is said again later than this is another event. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final int MAX_LINES = 512;
  private static final int MAX_CHARACTERS = 1 << 18;

  /** Lines looked at together are not further apart than this, so that pauses are seen: 1 min. */
  private static final long MAX_MICROS = 60_000_000;

  /** Lines an event's main line may be below the one that begins it, such as a memory dump. */
  private static final int LONGEST_BEGINNING = 400;

  private static final int MAX_EVENTS = 128;
  private static final int MAX_TEXT = 1 << 14;

  /** Events that are over and wait to be asked for; a host that has more is broken. */
  private static final int MAX_OVER = 1024;

  private record Key(String title, String device) {}

  /** An event that may go on, as it was told last. */
  private static final class Run {
    HostEvent event;
    boolean changed = true;

    Run(HostEvent event) {
      this.event = event;
    }
  }

  private final ReportEngine engine;
  private final StreamBuffer lines;
  private final Map<Key, Run> runs = new LinkedHashMap<>(16, 0.75f, true);
  private List<HostEvent> over = new ArrayList<>();

  /** Kernel time of the first line that was not looked at, -1 when there is none. */
  private long since = -1;

  private int boot;
  private String bootId = "";

  EventStream(ReportEngine engine) {
    this.engine = engine;
    this.lines = new StreamBuffer(engine.families());
  }

  /** The boot of the lines that come next. */
  void boot(int number, String id) {
    if (number != boot) {
      look(false);
      runs.values().forEach(this::end);
      runs.clear();
      boot = number;
    }
    bootId = id;
  }

  /** Takes the next line with the rules it may match. */
  void add(LogLine line, long id, long wallMicros, BitSet candidates) {
    if (since >= 0 && line.micros() - since > MAX_MICROS) {
      look(true);
    }
    since = since < 0 ? line.micros() : since;
    lines.add(line, id, wallMicros, 0, candidates);
    if (lines.size() >= MAX_LINES || lines.characters() >= MAX_CHARACTERS) {
      look(lines.size() >= MAX_LINES);
    }
  }

  /** Events that happened, or happened again, since the last call. */
  List<HostEvent> take() {
    look(true);
    for (Run run : runs.values()) {
      if (run.changed) {
        run.changed = false;
        over.add(run.event);
        run.event = withText(run.event, "");
      }
    }
    List<HostEvent> taken = over;
    over = new ArrayList<>();
    return taken;
  }

  /** Characters kept now. */
  long characters() {
    long texts = lines.characters();
    for (Run run : runs.values()) {
      texts += run.event.event().text().length();
    }
    return texts;
  }

  /** Gives up texts because there is no room for them. */
  void forgetTexts() {
    look(false);
    runs.values().forEach(run -> run.event = withText(run.event, ""));
    over.replaceAll(event -> withText(event, ""));
  }

  /** Looks through the lines and forgets them, but for events that began and may be completed. */
  private void look(boolean more) {
    EventFinder.Found found = engine.events(lines);
    found.events().forEach(this::add);
    since = -1;
    int from = lines.size();
    if (more) {
      int first = lines.size() - LONGEST_BEGINNING;
      from = found.unfinished().stream().filter(i -> i >= first).findFirst().orElse(from);
    }
    lines.keepOnly(found.unfinished(), from);
  }

  private void add(FleetEvent event) {
    int start = lines.indexOf(event.startLine());
    int end = lines.indexOf(event.endLine());
    HostEvent told =
        new HostEvent(
            "",
            boot,
            bootId,
            HostReport.instant(lines.wallMicros(start)),
            event.withLines(number(start), number(end)).withText(cut(event.text())));
    Key key = new Key(event.title(), event.device().orElse(""));
    Run run = runs.get(key);
    if (run != null && goesOn(run.event.event(), event)) {
      run.event = again(run.event, event);
      run.changed = true;
      return;
    }
    if (run != null) {
      end(run);
    }
    runs.put(key, new Run(told));
    if (runs.size() > MAX_EVENTS) {
      Iterator<Run> longestAgo = runs.values().iterator();
      end(longestAgo.next());
      longestAgo.remove();
    }
  }

  private void end(Run run) {
    if (run.changed && over.size() < MAX_OVER) {
      over.add(run.event);
    }
  }

  private static boolean goesOn(FleetEvent before, FleetEvent now) {
    if (before.last().isEmpty() || now.first().isEmpty()) {
      return true;
    }
    Duration apart = now.first().get().minus(before.last().get());
    return apart.compareTo(PAUSE) <= 0;
  }

  private static HostEvent again(HostEvent before, FleetEvent now) {
    FleetEvent event = before.event().again(now.count(), now.last());
    return new HostEvent(before.host(), before.boot(), before.bootId(), before.at(), event);
  }

  private static HostEvent withText(HostEvent event, String text) {
    return new HostEvent(
        event.host(), event.boot(), event.bootId(), event.at(), event.event().withText(text));
  }

  private int number(int index) {
    return (int) (lines.id(index) & Integer.MAX_VALUE);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "[cut by kedge]\n";
  }
}
