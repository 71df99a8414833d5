package dev.kedge.report.fingerprint;

import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.NameSet;
import dev.kedge.report.trace.StackFrame;
import dev.kedge.report.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads who holds the lock a hung task waits for.
 *
 * <pre>
 *   INFO: task A:1 is blocked on a mutex likely owned by task B:2.
 *   INFO: task A:1 blocked on a semaphore likely last held by task B:2
 *   INFO: task A:1 &lt;reader&gt; blocked on an rw-semaphore likely owned by task B:2 &lt;writer&gt;
 *   task:B               state:R  running task     stack:0 ...
 *   Call Trace:
 * </pre>
 */
final class BlockerReader {
  private static final String BLOCKED_ON = " blocked on a";
  private static final String LIKELY = " likely ";

  private final NameSet anchors;
  private final NameSet scheduler;

  /**
   * A reader by these rules.
   *
   * @param anchors dispatchers
   * @param scheduler functions every sleeping task ends in
   */
  BlockerReader(NameSet anchors, NameSet scheduler) {
    this.anchors = anchors;
    this.scheduler = scheduler;
  }

  /**
   * The first blocker that is named with its stack.
   *
   * @param lines the report's lines
   * @param traces its stacks
   * @param good functions that can be what the owner is doing
   */
  Optional<Blocker> read(List<LogLine> lines, List<Trace> traces, Predicate<StackFrame> good) {
    for (int i = 1; i < lines.size(); i++) {
      Optional<String> lock = lock(lines.get(i).text());
      if (lock.isPresent()) {
        int line = i;
        return traces.stream()
            .filter(t -> t.line() > line && t.kind() == Trace.Kind.CALL && !t.panic())
            .findFirst()
            .flatMap(t -> place(lines, line, t, good))
            .map(place -> new Blocker(lock.get(), place));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> lock(String text) {
    int at = text.lastIndexOf(BLOCKED_ON);
    int likely = at < 0 ? -1 : text.indexOf(LIKELY, at);
    if (likely < 0 || !text.startsWith("INFO: task ")) {
      return Optional.empty();
    }
    int start = text.indexOf(' ', at + BLOCKED_ON.length());
    return start < 0 || start >= likely
        ? Optional.empty()
        : Optional.of(text.substring(start + 1, likely));
  }

  private Optional<String> place(
      List<LogLine> lines, int named, Trace owner, Predicate<StackFrame> good) {
    List<StackFrame> frames =
        owner.frames().stream().filter(f -> f.reliable() && !f.pointer()).toList();
    boolean running =
        lines.subList(named, owner.line() + 1).stream()
            .anyMatch(line -> line.text().contains("state:R"));
    return running
        ? operation(frames, good)
        : frames.stream().filter(good).findFirst().or(() -> channel(frames)).map(StackFrame::name);
  }

  /** What the owner sleeps in, when it does nothing else. */
  private Optional<StackFrame> channel(List<StackFrame> frames) {
    return frames.stream().filter(f -> !scheduler.contains(f.name())).findFirst();
  }

  /**
   * Where a running owner was switched out is chance. What is stable is the operation it was asked
   * for: the function below the outermost dispatcher.
   */
  private Optional<String> operation(List<StackFrame> frames, Predicate<StackFrame> good) {
    Optional<String> candidate = Optional.empty();
    for (StackFrame frame : frames) {
      if (!anchors.contains(frame.name())) {
        candidate = good.test(frame) ? Optional.of(frame.name()) : candidate;
      }
    }
    return candidate;
  }
}
