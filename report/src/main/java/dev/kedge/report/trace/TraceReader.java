package dev.kedge.report.trace;

import dev.kedge.report.line.LogLine;
import java.util.ArrayList;
import java.util.List;

/** Splits a report's lines into its stacks. One pass. */
public final class TraceReader {
  /** Begins the answer of a CPU that was asked for its stack by an NMI. */
  public static final String ASKED = "NMI backtrace for cpu";

  private record Title(String beginning, Trace.Kind kind) {}

  /** Lines that say whose stack follows. */
  private static final List<Title> TITLES =
      List.of(
          new Title("page last allocated via", Trace.Kind.PAGE_ALLOCATION),
          new Title("Uninit was ", Trace.Kind.ORIGIN),
          new Title("Local variable ", Trace.Kind.ORIGIN),
          new Title("Allocated by task", Trace.Kind.OBJECT_HISTORY),
          new Title("Freed by task", Trace.Kind.OBJECT_HISTORY),
          new Title("Allocated:", Trace.Kind.OBJECT_HISTORY),
          new Title("Freed:", Trace.Kind.OBJECT_HISTORY),
          new Title("allocated by task", Trace.Kind.OBJECT_HISTORY),
          new Title("freed by task", Trace.Kind.OBJECT_HISTORY),
          new Title("page last free", Trace.Kind.OBJECT_HISTORY),
          new Title("Last potentially related", Trace.Kind.OBJECT_HISTORY),
          new Title("Second to last potentially", Trace.Kind.OBJECT_HISTORY),
          new Title("backtrace:", Trace.Kind.LEAK),
          new Title("backtrace (", Trace.Kind.LEAK),
          new Title("-> #", Trace.Kind.ASIDE),
          new Title("Preemption disabled at:", Trace.Kind.ASIDE),
          new Title("the existing dependency chain", Trace.Kind.ASIDE));

  private final List<Trace> traces = new ArrayList<>();
  private List<StackFrame> frames = new ArrayList<>();
  private Trace.Kind kind = Trace.Kind.CALL;
  private int start;
  private boolean marked;
  private boolean panic;
  private boolean announced;
  private boolean asked;

  private TraceReader() {}

  /** The stacks in the order they stand, each with the indexes of its lines. */
  public static List<Trace> read(List<LogLine> lines) {
    TraceReader reader = new TraceReader();
    for (int i = 0; i < lines.size(); i++) {
      reader.accept(i, lines.get(i).text());
    }
    reader.close();
    return reader.traces;
  }

  private void accept(int index, String line) {
    List<StackFrame> found = FrameReader.pointer(index, line);
    if (found.isEmpty()) {
      found = FrameReader.trace(index, line);
    }
    if (!found.isEmpty()) {
      marked |= frames.isEmpty() && announced && !found.getFirst().pointer();
      frames.addAll(found);
      return;
    }
    String text = line.strip();
    announced = index == 0 || text.endsWith(":");
    if (isCallTrace(text)) {
      boolean pointersOnly = frames.stream().allMatch(StackFrame::pointer);
      boolean titled = kind != Trace.Kind.CALL && kind != Trace.Kind.ASIDE && frames.isEmpty();
      if (!titled && !(kind == Trace.Kind.CALL && !marked && pointersOnly)) {
        open(Trace.Kind.CALL, index);
      }
      marked = true;
      return;
    }
    if (text.startsWith("Kernel panic - not syncing")) {
      open(Trace.Kind.CALL, index);
      panic = index > 0;
    } else if (text.startsWith("CPU: ")
        || text.startsWith("stack backtrace:")
        || text.startsWith(ASKED)) {
      boolean answers = asked && frames.isEmpty() && text.startsWith("CPU: ");
      if (!answers) {
        open(Trace.Kind.CALL, index);
      }
      asked = text.startsWith(ASKED);
    } else {
      Trace.Kind next = titleOf(text);
      if (next != Trace.Kind.CALL) {
        open(next, index);
      }
    }
  }

  private static boolean isCallTrace(String text) {
    return text.endsWith(":")
        && (text.endsWith("Call Trace:")
            || text.endsWith("Call trace:")
            || text.equals("Backtrace:"));
  }

  private static Trace.Kind titleOf(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    for (Title title : TITLES) {
      if (title.beginning().charAt(0) == first && text.startsWith(title.beginning())) {
        return title.kind();
      }
    }
    return Trace.Kind.CALL;
  }

  private void open(Trace.Kind next, int index) {
    close();
    frames = new ArrayList<>();
    kind = next;
    start = index;
    marked = false;
  }

  private void close() {
    if (!frames.isEmpty() || marked || kind != Trace.Kind.CALL) {
      traces.add(new Trace(kind, start, marked, panic, List.copyOf(frames)));
    }
  }
}
