package dev.kedge.report.detail;

import dev.kedge.report.line.LogLine;
import dev.kedge.report.trace.StackFrame;
import dev.kedge.report.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** Tells whose each stack of a report is. */
final class StackRoles {
  private static final int TITLE_WITHIN = 12;

  private final List<LogLine> lines;
  private final List<RoleStack> stacks = new ArrayList<>();

  private StackRoles(List<LogLine> lines) {
    this.lines = lines;
  }

  /**
   * The stacks that name a function, in the order printed.
   *
   * @param lines the report's lines
   * @param traces as {@code TraceReader} split them
   */
  static List<RoleStack> of(List<LogLine> lines, List<Trace> traces) {
    StackRoles roles = new StackRoles(lines);
    traces.forEach(roles::add);
    return roles.stacks;
  }

  private void add(Trace trace) {
    StackRole role = role(trace);
    List<StackFrame> frames = trace.frames().stream().filter(StackFrame::reliable).toList();
    if (role != StackRole.FAILED) {
      put(role, trace, frames);
      return;
    }
    List<StackFrame> interrupt = new ArrayList<>();
    List<StackFrame> rest = new ArrayList<>();
    int close = closeOfInterrupt(trace);
    for (StackFrame frame : frames) {
      (!frame.pointer() && frame.line() < close ? interrupt : rest).add(frame);
    }
    if (rest.stream().allMatch(StackFrame::pointer)) {
      put(role, trace, frames);
      return;
    }
    put(StackRole.INTERRUPT, trace, interrupt);
    put(role, trace, rest);
  }

  private void put(StackRole role, Trace trace, List<StackFrame> frames) {
    if (!frames.isEmpty()) {
      int start = lines.getFirst().number();
      stacks.add(
          new RoleStack(
              role,
              lines.get(trace.line()).text().strip(),
              lines.get(frames.getFirst().line()).number() - start,
              frames.stream().map(StackFrame::name).toList()));
    }
  }

  /** Index of the line {@code </IRQ>} of a stack, 0 when an interrupt is not part of it. */
  private int closeOfInterrupt(Trace trace) {
    if (trace.frames().isEmpty()) {
      return 0;
    }
    int last = trace.frames().getLast().line();
    for (int i = trace.line(); i <= last; i++) {
      if (lines.get(i).text().strip().equals("</IRQ>")) {
        return i;
      }
    }
    return 0;
  }

  private StackRole role(Trace trace) {
    if (trace.panic()) {
      return StackRole.PANIC;
    }
    String title = lines.get(trace.line()).text().strip();
    return switch (trace.kind()) {
      case OBJECT_HISTORY ->
          title.toLowerCase(java.util.Locale.ROOT).startsWith("allocated")
              ? StackRole.ALLOCATED
              : title.startsWith("Last potentially") || title.startsWith("Second")
                  ? StackRole.EARLIER
                  : StackRole.FREED;
      case ORIGIN -> StackRole.ORIGIN;
      case PAGE_ALLOCATION -> StackRole.PAGE_ALLOCATED;
      case LEAK -> StackRole.ALLOCATED;
      case ASIDE -> StackRole.EARLIER;
      case CALL -> call(trace);
    };
  }

  private StackRole call(Trace trace) {
    for (int i = trace.line(); i >= 0 && trace.line() - i < TITLE_WITHIN; i--) {
      String text = lines.get(i).text();
      if (text.contains(" blocked on a") && text.contains(" likely ")) {
        return StackRole.BLOCKER;
      }
      if (text.startsWith("NMI backtrace for cpu") && !stacks.isEmpty()) {
        return StackRole.OTHER_CPU;
      }
    }
    return StackRole.FAILED;
  }
}
