package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.model.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Draws a time line for a terminal: a line per CPU, throttled queue, lock and task; a column is a
 * stretch of time and shows what took most of it; for CPUs idle time counts as well, so that a CPU
 * that is busy now and then looks idle.
 */
public final class TimelineText {
  private static final int LABEL = 24;
  private static final int MAX_ROWS = 48;
  private static final char IDLE = ' ';
  private static final char MANY = '*';
  private static final int MANY_HOLDERS = Integer.MAX_VALUE;

  private final Timeline timeline;
  private final int columns;
  private final int[] active;
  private final List<String> lines = new ArrayList<>();

  private TimelineText(Timeline timeline, int columns) {
    this.timeline = timeline;
    this.columns = columns;
    this.active = timeline.activeTasks();
  }

  /**
   * Draws it.
   *
   * @param columns width of the drawing without its labels, 10 to 1000
   */
  public static String of(Timeline timeline, int columns) {
    TimelineText text = new TimelineText(timeline, Math.clamp(columns, 10, 1000));
    text.lines.add(
        "%s: %s to %s, one column is %s"
            .formatted(
                Printable.of(timeline.title(), 200),
                TimeText.rounded(timeline.fromNs()),
                TimeText.rounded(timeline.toNs()),
                TimeText.rounded((double) (timeline.toNs() - timeline.fromNs()) / text.columns)));
    text.axis();
    text.cpus();
    text.throttles();
    text.locks();
    text.tasks();
    text.legend();
    return String.join("\n", text.lines) + "\n";
  }

  private void axis() {
    StringBuilder marks = new StringBuilder();
    for (Axis.Mark mark : Axis.marks(timeline.fromNs(), timeline.toNs(), columns / 14 + 1)) {
      int column = (int) Math.round(mark.position() * (columns - 1));
      if (column >= marks.length() && column + mark.label().length() <= columns) {
        marks.repeat(' ', column - marks.length()).append('\'').append(mark.label()).append(' ');
      }
    }
    row("", marks.toString().stripTrailing());
  }

  private void cpus() {
    int shown = shown(timeline.cpus(), "CPUs");
    List<Raster> rasters = rasters(shown);
    Segments running = timeline.running();
    for (int i = 0; i < running.size(); i++) {
      if (running.row(i) >= shown) {
        continue;
      }
      boolean kernel = running.state(i) == TaskState.KERNEL.code();
      rasters
          .get(running.row(i))
          .add(running.subject(i) * 2 + (kernel ? 1 : 0), running.start(i), running.end(i));
    }
    for (int cpu = 0; cpu < shown; cpu++) {
      row("cpu " + cpu, draw(rasters.get(cpu).dominant(), code -> letter(code / 2, code % 2 == 1)));
    }
  }

  private void throttles() {
    Segments throttles = timeline.throttles();
    TreeSet<Long> rows = new TreeSet<>();
    for (int i = 0; i < throttles.size(); i++) {
      rows.add((long) throttles.row(i) << 32 | throttles.subject(i));
    }
    int left = shown(rows.size(), "throttled queues");
    for (long key : rows) {
      if (left-- == 0) {
        break;
      }
      int group = (int) (key >> 32);
      int cpu = (int) key;
      Raster raster = raster();
      for (int i = 0; i < throttles.size(); i++) {
        if (throttles.row(i) == group && throttles.subject(i) == cpu) {
          raster.add(0, throttles.start(i), throttles.end(i));
        }
      }
      row(timeline.groups().get(group) + " cpu " + cpu, draw(raster.present(), _ -> '#'));
    }
  }

  private void locks() {
    Segments holds = timeline.holds();
    int shown = shown(timeline.locks().size(), "locks");
    for (int lock = 0; lock < shown; lock++) {
      if (timeline.locks().get(lock).isEmpty()) {
        continue;
      }
      Raster raster = raster();
      for (int i = 0; i < holds.size(); i++) {
        if (holds.subject(i) == lock) {
          raster.add(holds.row(i), holds.start(i), holds.end(i));
        }
      }
      row(
          timeline.locks().get(lock) + " held by",
          draw(
              raster.present(MANY_HOLDERS),
              task -> task == MANY_HOLDERS ? MANY : letter(task, false)));
    }
  }

  private void tasks() {
    int shown = shown(active.length, "tasks");
    List<Raster> rasters = rasters(shown);
    Segments states = timeline.states();
    for (int i = 0; i < states.size(); i++) {
      int place = Arrays.binarySearch(active, states.row(i));
      if (place >= 0 && place < shown) {
        rasters.get(place).add(states.state(i), states.start(i), states.end(i));
      }
    }
    for (int i = 0; i < shown; i++) {
      row(
          letter(active[i], false) + " " + timeline.tasks().get(active[i]),
          draw(rasters.get(i).present(), state -> TaskState.of(state).symbol()));
    }
  }

  private void legend() {
    lines.add("");
    lines.add("CPUs show the running task by its letter, a capital in kernel mode;");
    lines.add("# throttled, * several or one without a letter");
    StringBuilder states = new StringBuilder("tasks:");
    for (TaskState state : TaskState.values()) {
      String entry = " %s %s,".formatted(state.symbol(), state.meaning());
      if (states.length() - states.lastIndexOf("\n") + entry.length() > 100) {
        states.append("\n      ");
      }
      states.append(entry);
    }
    lines.add(states + " blank asleep");
    if (timeline.dropped() > 0) {
      lines.add(
          "%d intervals or curves were too many to keep: choose a shorter window"
              .formatted(timeline.dropped()));
    }
  }

  private int shown(int rows, String what) {
    if (rows > MAX_ROWS) {
      lines.add("(%d of %d %s are shown)".formatted(MAX_ROWS, rows, what));
    }
    return Math.min(rows, MAX_ROWS);
  }

  private void row(String label, String cells) {
    String name = Printable.of(label, 100);
    String cut = name.length() > LABEL ? "…" + name.substring(name.length() - LABEL + 1) : name;
    lines.add((" ".repeat(LABEL - cut.length()) + cut + " |" + cells).stripTrailing());
  }

  private interface Symbol {
    char of(int code);
  }

  private static String draw(int[] codes, Symbol symbol) {
    StringBuilder cells = new StringBuilder();
    for (int code : codes) {
      cells.append(code == Raster.EMPTY ? IDLE : symbol.of(code));
    }
    return cells.append('|').toString();
  }

  private char letter(int task, boolean kernel) {
    int place = Arrays.binarySearch(active, task);
    return place < 0 || place >= 26 ? MANY : (char) ((kernel ? 'A' : 'a') + place);
  }

  private Raster raster() {
    return new Raster(timeline.fromNs(), timeline.toNs(), columns);
  }

  private List<Raster> rasters(int count) {
    List<Raster> rasters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rasters.add(raster());
    }
    return rasters;
  }
}
