package dev.kedge.report.region;

import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.Family;
import dev.kedge.report.rules.FrameSource;
import dev.kedge.report.trace.FrameReader;
import dev.kedge.report.trace.Trace;
import java.util.List;

/** Tells whether a report is cut off or mixed with another. */
public final class Corruption {
  /** A stack that was announced begins within this many lines. */
  private static final int STACK_WITHIN = 15;

  private static final String FAULT_INJECTION = "FAULT_INJECTION: forcing a failure";

  private Corruption() {}

  /** True when the report, its stacks already read, is not whole or not its own. */
  public static boolean of(Family family, Region region, List<Trace> traces) {
    List<LogLine> lines = region.evidence();
    if (family.corrupted()) {
      return true;
    }
    if (!family.complete().isEmpty()
        && lines.stream().noneMatch(l -> l.text().contains(family.complete()))) {
      return true;
    }
    if (!family.needsStack()) {
      return false;
    }
    if (traces.stream().noneMatch(Corruption::isStack) || mixed(family, region)) {
      return true;
    }
    for (int i = 0; i < lines.size(); i++) {
      if (announcesStack(lines.get(i).text()) && !stackFollows(lines, i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * True when another context printed its stack at the same time and the log does not tell who
   * printed which line: a failed allocation, a fault injected into one.
   */
  public static boolean mixed(Family family, Region region) {
    if (!family.sources().contains(FrameSource.TRACE)) {
      return false;
    }
    return region.before().stream().anyMatch(Corruption::otherStack)
        || region.evidence().stream().anyMatch(Corruption::otherStack)
        || (region.evidence().getFirst().caller().isEmpty() && twoTasks(region.evidence()));
  }

  private static boolean otherStack(LogLine line) {
    return line.caller().isEmpty()
        && (line.text().contains(FAULT_INJECTION) || line.text().contains("allocation failure: "));
  }

  /** Two tasks introduce themselves before the first has shown its stack. */
  private static boolean twoTasks(List<LogLine> lines) {
    String open = "";
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).text().strip();
      if (text.startsWith("CPU: ") && text.contains(" PID: ")) {
        if (!open.isEmpty() && !text.startsWith(open)) {
          return true;
        }
        int end = text.indexOf(' ', text.indexOf(" PID: ") + 6);
        open = end < 0 ? text : text.substring(0, end);
      } else if (!FrameReader.trace(i, text).isEmpty()) {
        open = "";
      }
    }
    return false;
  }

  /** A lone function name is a lock line's or a register's, not a stack. */
  private static boolean isStack(Trace trace) {
    long returns = trace.frames().stream().filter(f -> !f.pointer()).count();
    return returns > 1 || (returns == 1 && trace.frames().size() > 1);
  }

  private static boolean announcesStack(String text) {
    return text.contains("Call Trace")
        || text.contains("Call trace")
        || text.startsWith("Allocated by")
        || text.startsWith("Allocated:")
        || text.startsWith("Freed by")
        || text.startsWith("Freed:");
  }

  private static boolean stackFollows(List<LogLine> lines, int start) {
    for (int i = start + 1; i < lines.size() && i <= start + STACK_WITHIN; i++) {
      String text = lines.get(i).text();
      if (text.contains("Call Trace:") || text.startsWith("Kernel panic")) {
        return false;
      }
      if (!FrameReader.trace(i, text).isEmpty() || text.contains("<Same stack as")) {
        return true;
      }
    }
    return false;
  }
}
