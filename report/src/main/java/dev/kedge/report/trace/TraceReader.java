package dev.kedge.report.trace;

import dev.kedge.report.line.LogLine;
import java.util.ArrayList;
import java.util.List;

/** Splits a report's lines into its stacks. One pass. */
public final class TraceReader {
  /** Begins the answer of a CPU that was asked for its stack by an NMI. */
  public static final String ASKED = "NMI backtrace for cpu";

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
    if (text.startsWith("page last allocated via")) {
      return Trace.Kind.PAGE_ALLOCATION;
    }
    if (text.startsWith("Uninit was ") || text.startsWith("Local variable ")) {
      return Trace.Kind.ORIGIN;
    }
    if (text.startsWith("Allocated by task")
        || text.startsWith("Freed by task")
        || text.startsWith("Allocated:")
        || text.startsWith("Freed:")
        || text.startsWith("allocated by task")
        || text.startsWith("freed by task")
        || text.startsWith("page last free")
        || text.startsWith("Last potentially related")
        || text.startsWith("Second to last potentially")) {
      return Trace.Kind.OBJECT_HISTORY;
    }
    if (text.startsWith("backtrace:") || text.startsWith("backtrace (")) {
      return Trace.Kind.LEAK;
    }
    return text.startsWith("-> #")
            || text.startsWith("Preemption disabled at:")
            || text.startsWith("the existing dependency chain")
        ? Trace.Kind.ASIDE
        : Trace.Kind.CALL;
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
