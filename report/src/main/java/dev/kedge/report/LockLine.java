package dev.kedge.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the function after {@code at:} in the lock lines of lockdep. */
final class LockLine {
  private static final String AT = "at:";

  private LockLine() {}

  /** The first good function after {@code at:}. */
  static Optional<StackFrame> first(List<LogLine> lines, Predicate<StackFrame> good) {
    return from(lines, 0, good);
  }

  /** The function at which the lock "became" unsafe for interrupts. */
  static Optional<StackFrame> unsafe(List<LogLine> lines, Predicate<StackFrame> good) {
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).text();
      if (text.contains("which became ") && text.contains("-irq-unsafe") && i + 1 < lines.size()) {
        return from(lines, i + 1, good);
      }
    }
    return Optional.empty();
  }

  private static Optional<StackFrame> from(
      List<LogLine> lines, int start, Predicate<StackFrame> good) {
    for (int i = start; i < lines.size(); i++) {
      Optional<StackFrame> frame = frame(i, lines, good);
      if (frame.isPresent()) {
        return frame;
      }
    }
    return Optional.empty();
  }

  private static Optional<StackFrame> frame(
      int index, List<LogLine> lines, Predicate<StackFrame> good) {
    String text = lines.get(index).text();
    int at = text.indexOf(AT);
    if (at < 0 || at > 0 && text.charAt(at - 1) != ' ') {
      return Optional.empty();
    }
    String rest = text.substring(at + AT.length());
    if (rest.isBlank() && index + 1 < lines.size()) {
      rest = lines.get(index + 1).text();
      index++;
    }
    return FrameReader.trace(index, rest).stream().filter(good).findFirst();
  }
}
