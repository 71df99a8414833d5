package dev.kedge.report;

import java.util.List;

/** Tells whether a report is cut off or mixed with another. */
final class Corruption {
  /** A stack that was announced begins within this many lines. */
  private static final int STACK_WITHIN = 15;

  private static final String FAULT_INJECTION = "FAULT_INJECTION: forcing a failure";

  private Corruption() {}

  static boolean of(Family family, List<LogLine> lines, List<Trace> traces) {
    if (family.corrupted()) {
      return true;
    }
    if (family.needsStack()) {
      boolean stack = traces.stream().anyMatch(t -> !t.frames().isEmpty());
      if (lines.size() < 5 || !stack) {
        return true;
      }
    }
    for (LogLine line : lines) {
      if (line.text().contains(FAULT_INJECTION)) {
        return true;
      }
    }
    for (int i = 0; i < traces.size(); i++) {
      Trace trace = traces.get(i);
      int first = trace.frames().isEmpty() ? Integer.MAX_VALUE : trace.frames().getFirst().line();
      boolean announced = trace.marked() || trace.kind() == Trace.Kind.OBJECT_HISTORY;
      boolean last = i == traces.size() - 1;
      if (announced && !trace.panic() && family.needsStack() && !last
          && first - trace.line() > STACK_WITHIN + 20) {
        return true;
      }
    }
    return false;
  }
}
