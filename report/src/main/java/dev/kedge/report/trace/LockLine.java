package dev.kedge.report.trace;

import dev.kedge.report.line.LogLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the function after {@code at:} in the lock lines of lockdep. */
public final class LockLine {
  private static final String AT = "at:";

  private LockLine() {}

  /** The first good function after {@code at:}. */
  public static Optional<StackFrame> first(List<LogLine> lines, Predicate<StackFrame> good) {
    return from(lines, 0, good);
  }

  /** True when the line says where a lock is taken. */
  public static boolean names(String text) {
    int at = afterAt(text);
    return at >= 0 && !FrameReader.trace(0, text.substring(at)).isEmpty();
  }

  /** As {@link #first}, from the stack that shows how the lock came to be used in interrupts. */
  public static Optional<StackFrame> usage(List<LogLine> lines, Predicate<StackFrame> good) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).text().contains("which became ")) {
        return from(lines, i, good);
      }
    }
    return Optional.empty();
  }

  private static Optional<StackFrame> from(
      List<LogLine> lines, int start, Predicate<StackFrame> good) {
    boolean stack = false;
    for (int i = start; i < lines.size(); i++) {
      String text = lines.get(i).text();
      List<StackFrame> frames = List.of();
      int at = afterAt(text);
      if (at >= 0) {
        String rest = text.substring(at);
        stack = rest.isBlank();
        frames = FrameReader.trace(i, rest);
      } else if (stack) {
        frames = FrameReader.trace(i, text);
        stack = !frames.isEmpty() || text.isBlank() || text.strip().equals("...");
      }
      Optional<StackFrame> frame = frames.stream().filter(good).findFirst();
      if (frame.isPresent()) {
        return frame;
      }
    }
    return Optional.empty();
  }

  /** Index after "at:" as a word of its own, or -1; a stack follows when nothing else does. */
  private static int afterAt(String text) {
    int at = text.indexOf(AT);
    boolean word = at == 0 || (at > 0 && text.charAt(at - 1) == ' ');
    return word ? at + AT.length() : -1;
  }
}
