package dev.kedge.report;

import dev.kedge.model.KernelRelease;
import dev.kedge.report.line.Ascii;
import dev.kedge.report.line.LogLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who and what a report is about, as far as its lines tell.
 *
 * @param kernel release on the "Tainted" line
 * @param task name of the task
 * @param pid its process id
 * @param cpu the CPU named first
 * @param executor syzkaller's executor, from the task's name
 */
record Subject(
    Optional<KernelRelease> kernel,
    Optional<String> task,
    Optional<Integer> pid,
    Optional<Integer> cpu,
    Optional<Executor> executor) {
  private static final String TAINTED = "ainted";
  private static final int MAX_NAME = 64;

  /** Reads the report's lines; {@code captures} may hold the hung task as {@code name:pid}. */
  static Subject read(List<LogLine> lines, Map<String, String> captures) {
    Optional<KernelRelease> kernel = Optional.empty();
    Optional<String> task = Optional.empty();
    Optional<Integer> pid = Optional.empty();
    Optional<Integer> cpu = Optional.empty();
    String hung = captures.getOrDefault("task", "");
    int colon = hung.lastIndexOf(':');
    if (colon > 0) {
      task = name(hung.substring(0, colon));
      pid = number(hung, colon + 1);
    }
    for (LogLine line : lines) {
      if (kernel.isPresent() && cpu.isPresent() && task.isPresent()) {
        break;
      }
      String text = line.text();
      if (kernel.isEmpty()) {
        kernel = release(text);
      }
      if (cpu.isEmpty()) {
        cpu = cpu(text);
      }
      int comm = text.indexOf(" Comm: ");
      if (task.isEmpty() && comm >= 0) {
        int start = comm + " Comm: ".length();
        int end =
            text.indexOf(
                text.indexOf(" Not tainted", start) >= 0 ? " Not tainted" : " Tainted:", start);
        task = end > start ? name(text.substring(start, end)) : Optional.empty();
        int at = text.indexOf("PID: ");
        pid = at >= 0 ? number(text, at + "PID: ".length()) : Optional.empty();
      }
    }
    return new Subject(kernel, task, pid, cpu, task.flatMap(Subject::executorOf));
  }

  /** {@code Not tainted 6.1.0 #1} and {@code Tainted: G W 6.1.0 #1}. */
  private static Optional<KernelRelease> release(String text) {
    int tainted = text.indexOf(TAINTED);
    int hash = tainted < 0 ? -1 : text.indexOf(" #", tainted);
    if (hash < 0) {
      return Optional.empty();
    }
    int start = text.lastIndexOf(' ', hash - 1) + 1;
    boolean found = start > tainted && hash > start && Ascii.isDigit(text.charAt(start));
    return found && hash - start <= 128
        ? Optional.of(new KernelRelease(text.substring(start, hash)))
        : Optional.empty();
  }

  private static Optional<Integer> cpu(String text) {
    int at = text.indexOf("CPU: ");
    if (at >= 0) {
      return number(text, at + "CPU: ".length());
    }
    at = text.indexOf("CPU#");
    return at >= 0 ? number(text, at + "CPU#".length()) : Optional.empty();
  }

  private static Optional<String> name(String text) {
    String name = text.strip();
    return name.isEmpty() || name.length() > MAX_NAME ? Optional.empty() : Optional.of(name);
  }

  /** {@code syz.P.E}: executor process and program. */
  private static Optional<Executor> executorOf(String task) {
    if (!task.startsWith("syz.")) {
      return Optional.empty();
    }
    int dot = task.indexOf('.', 4);
    if (dot < 0) {
      return Optional.empty();
    }
    Optional<Integer> process = number(task.substring(0, dot), 4);
    Optional<Integer> program = number(task, dot + 1);
    return process.isPresent() && program.isPresent()
        ? Optional.of(new Executor(process.get(), program.get()))
        : Optional.empty();
  }

  private static Optional<Integer> number(String text, int start) {
    int at = start;
    int value = 0;
    while (at < text.length() && Ascii.isDigit(text.charAt(at)) && at - start < 9) {
      value = value * 10 + (text.charAt(at) - '0');
      at++;
    }
    return at > start ? Optional.of(value) : Optional.empty();
  }
}
