package dev.kedge.report.hang;

import dev.kedge.report.line.LogLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Collects the evidence of the hangs in one kernel's log. Dumps of several contexts may be mixed
 * when lines say who printed them. Two reports belong to one hang when the later one's wait began
 * before the earlier was printed. Not thread-safe.
 */
final class EvidenceReader {
  /** A wait that began this long after the last sign of a hang is another hang. */
  private static final long SLACK_MICROS = 10_000_000;

  /** A dump asked for by hand, or a stall, this long after a hung task belongs to the same hang. */
  private static final long DUMP_MICROS = 120_000_000;

  private static final String SAME_STACK = "<Same stack as pid ";
  private static final int MAX_HANGS = 1000;
  private static final int MAX_CALLERS = 1024;

  private final List<Evidence> hangs = new ArrayList<>();
  private final Map<String, Context> contexts = new HashMap<>();
  private final ProcFiles procFiles = new ProcFiles();
  private Evidence open = new Evidence();

  /** What a printing context is in the middle of. */
  private static final class Context {
    private Optional<TaskEvidence> stack = Optional.empty();
    private Optional<TaskEvidence> locks = Optional.empty();
    private boolean rcuList;
  }

  /** What follows is of another boot. */
  void newBoot() {
    close();
  }

  /** Takes the next line. */
  void line(LogLine line) {
    String text = line.text();
    if (procFiles.line(text, line.number(), open)) {
      return;
    }
    Context context = contexts.computeIfAbsent(line.caller(), caller -> new Context());
    if (contexts.size() > MAX_CALLERS) {
      contexts.clear();
    }
    if (text.startsWith(SAME_STACK)) {
      sameStack(text, context);
      return;
    }
    boolean frame = text.startsWith(" ") || text.startsWith("[") || text.startsWith("RIP: ");
    if (frame && context.stack.isPresent() && !isLockEntry(text)) {
      context.stack.get().frames(text);
    } else if (!text.isBlank()) {
      head(line, context);
    }
  }

  private void sameStack(String text, Context context) {
    OptionalInt pid = TaskLine.number(text, SAME_STACK.length());
    Optional<TaskEvidence> other = pid.isPresent() ? open.known(pid.getAsInt()) : Optional.empty();
    context.stack.ifPresent(task -> other.ifPresent(task::sameStack));
  }

  private static boolean isLockEntry(String text) {
    return text.startsWith(" #") || text.startsWith("  #");
  }

  private void head(LogLine line, Context context) {
    String text = line.text();
    Optional<HungLine> hung = HungLine.read(text);
    if (hung.isPresent()) {
      hung(hung.get(), line);
      context.stack = Optional.empty();
      return;
    }
    Optional<LockListLine> lock = LockListLine.read(text);
    if (lock.isPresent()) {
      lock(lock.get(), line, context);
      return;
    }
    Optional<TaskLine> task = TaskLine.read(text);
    if (task.isPresent()) {
      at(line, DUMP_MICROS);
      context.stack = open.task(task.get().task(), line.number());
      context.stack.ifPresent(t -> t.dump(task.get().state(), task.get().cpu()));
      return;
    }
    if (cpuLine(line, context) || workLine(text, context)) {
      return;
    }
    stall(line, context);
  }

  private void hung(HungLine hung, LogLine line) {
    switch (hung) {
      case HungLine.Blocked blocked -> {
        at(line, blocked.seconds() * 1_000_000L + SLACK_MICROS);
        open.task(blocked.task(), line.number()).ifPresent(t -> t.blocked(blocked));
      }
      case HungLine.Blocker blocker -> {
        at(line, DUMP_MICROS);
        open.task(blocker.task(), line.number());
        blocker.owner().ifPresent(owner -> open.task(owner, line.number()));
        open.blocker(blocker);
      }
      case HungLine.Suppressed ignored -> open.suppressed();
    }
  }

  /** Decides which hang a line belongs to that tells of the time up to {@code reach} before it. */
  private void at(LogLine line, long reach) {
    if (!open.isEmpty() && line.micros() >= 0 && !open.reaches(line.micros() - reach, 0)) {
      close();
    }
    open.seen(line.micros());
  }

  private void close() {
    if (!open.isEmpty() && hangs.size() < MAX_HANGS) {
      hangs.add(open);
    }
    open = new Evidence();
    contexts.clear();
  }

  private void lock(LockListLine lock, LogLine line, Context context) {
    context.stack = Optional.empty();
    switch (lock) {
      case LockListLine.Head head -> {
        at(line, DUMP_MICROS);
        context.locks = open.task(head.task(), line.number());
        context.locks.ifPresent(t -> t.lockList(head.count()));
      }
      case LockListLine.Entry entry -> context.locks.ifPresent(t -> t.lock(entry.lock()));
    }
  }

  /**
   * {@code CPU: 1 UID: 0 PID: 8773 Comm: name Not tainted ...}: the task on a CPU, stack follows.
   */
  private boolean cpuLine(LogLine line, Context context) {
    String text = line.text();
    int comm = text.startsWith("CPU: ") ? text.indexOf(" Comm: ") : -1;
    int pidAt = comm < 0 ? -1 : text.indexOf(" PID: ");
    OptionalInt pid =
        pidAt < 0 ? OptionalInt.empty() : TaskLine.number(text, pidAt + " PID: ".length());
    OptionalInt cpu = TaskLine.number(text, "CPU: ".length());
    if (comm < 0 || pid.isEmpty() || cpu.isEmpty()) {
      return false;
    }
    int start = comm + " Comm: ".length();
    int not = text.indexOf(" Not tainted", start);
    int end = not >= 0 ? not : text.indexOf(" Tainted:", start);
    String name = text.substring(start, end < 0 ? text.length() : end);
    context.stack = Optional.empty();
    if (pid.getAsInt() > 0 && !open.isEmpty() && !name.equals("khungtaskd")) {
      context.stack = open.task(new TaskRef(name, pid.getAsInt()), line.number());
      context.stack.ifPresent(t -> t.dump(RunState.RUNNABLE, cpu));
    }
    return true;
  }

  /** {@code Workqueue: writeback wb_workfn (flush-259:0)}: name of the queue, then the function. */
  private static boolean workLine(String text, Context context) {
    if (!text.startsWith("Workqueue: ")) {
      return false;
    }
    String[] words = text.split(" ", 4);
    if (words.length > 2) {
      context.stack.ifPresent(t -> t.work(words[2]));
    }
    return true;
  }

  private void stall(LogLine line, Context context) {
    Optional<StallLine> stall = StallLine.read(line.text());
    if (stall.isEmpty()) {
      return;
    }
    switch (stall.get()) {
      case StallLine.RcuHead ignored -> {
        at(line, DUMP_MICROS);
        context.rcuList = true;
      }
      case StallLine.RcuCpu cpu -> {
        if (context.rcuList) {
          stall(Stall.Kind.RCU, OptionalInt.of(cpu.cpu()), Optional.empty(), line);
        }
      }
      case StallLine.RcuStarved starved ->
          stall(Stall.Kind.RCU, OptionalInt.of(starved.cpu()), Optional.empty(), line);
      case StallLine.RcuReaders readers -> {
        for (int pid : readers.pids()) {
          stall(Stall.Kind.RCU, OptionalInt.empty(), Optional.of(new TaskRef("", pid)), line);
        }
      }
      case StallLine.SoftLockup lockup -> {
        at(line, DUMP_MICROS);
        OptionalInt cpu = OptionalInt.of(lockup.cpu());
        stall(Stall.Kind.SOFT_LOCKUP, cpu, Optional.of(lockup.task()), line);
      }
      case StallLine.HardLockup lockup -> {
        at(line, DUMP_MICROS);
        OptionalInt cpu = OptionalInt.of(lockup.cpu());
        stall(Stall.Kind.HARD_LOCKUP, cpu, Optional.empty(), line);
      }
    }
  }

  private void stall(Stall.Kind kind, OptionalInt cpu, Optional<TaskRef> task, LogLine line) {
    task.flatMap(t -> open.task(t, line.number()))
        .filter(t -> cpu.isPresent() && !t.hasFrames())
        .ifPresent(t -> t.dump(RunState.RUNNABLE, cpu));
    open.stall(new Stall(kind, cpu, task, line.number()));
  }

  /** The hangs, in the order they began. */
  List<Evidence> end() {
    close();
    return List.copyOf(hangs);
  }
}
