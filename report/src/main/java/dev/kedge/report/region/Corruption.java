package dev.kedge.report.region;

import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.Family;
import dev.kedge.report.rules.FrameSource;
import dev.kedge.report.trace.FrameReader;
import dev.kedge.report.trace.StackFrame;
import dev.kedge.report.trace.Trace;
import java.util.List;

/** Tells whether a report is cut off or mixed with another. */
public final class Corruption {
  /** A stack that was announced begins within this many lines. */
  private static final int STACK_WITHIN = 15;

  /** A stack with its title has at least this many lines; a log that ends before is cut. */
  private static final int SHORTEST_STACK = 4;

  /** What the console prints in place of lines it could not keep. */
  private static final String LOSS = " messages dropped";

  /** Losses this far down no longer touch what the title is made of. */
  private static final int LOSS_WINDOW = 20;

  private static final String FAULT_INJECTION = "FAULT_INJECTION: forcing a failure";

  /** Kinds of stacks; of each the first is looked at, later ones may be cut with the log. */
  private static final String[][] STACK_TITLES = {
    {"Call Trace", "Call trace"}, {"Allocated by task", "Allocated:"}, {"Freed by task", "Freed:"}
  };

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
    if (lines.stream().limit(LOSS_WINDOW).filter(l -> l.raw().contains(LOSS)).count() > 1) {
      return true;
    }
    boolean announced = false;
    for (String[] words : STACK_TITLES) {
      int first = firstLine(lines, words);
      if (first >= 0 && !stackFollows(lines, first)) {
        return true;
      }
      announced |= first >= 0;
    }
    // A text that names no function has nothing but its stack to show that it is whole.
    return family.sources().isEmpty() && !announced;
  }

  /** The first line that announces a stack by one of these words; -1 when there is none. */
  private static int firstLine(List<LogLine> lines, String[] words) {
    for (int i = 0; i < lines.size(); i++) {
      for (String word : words) {
        if (lines.get(i).text().contains(word)) {
          return i;
        }
      }
    }
    return -1;
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

  /** Some frame, other than those the kernel itself doubts, stands close below the title. */
  private static boolean stackFollows(List<LogLine> lines, int start) {
    if (lines.size() - start < SHORTEST_STACK) {
      return false;
    }
    int seen = 0;
    for (int i = start + 1; i < lines.size() && seen < STACK_WITHIN; i++) {
      String text = lines.get(i).text();
      if (text.contains("Call Trace:") || text.startsWith("Kernel panic")) {
        return false;
      }
      List<StackFrame> frames = FrameReader.trace(i, text);
      if (frames.stream().anyMatch(StackFrame::reliable) || text.contains("<Same stack as")) {
        return true;
      }
      seen += frames.isEmpty() ? 1 : 0;
    }
    return false;
  }
}
