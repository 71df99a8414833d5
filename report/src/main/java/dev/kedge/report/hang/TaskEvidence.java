package dev.kedge.report.hang;

import dev.kedge.report.trace.FrameReader;
import dev.kedge.report.trace.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Collects what the lines of a log tell about one task; later dumps replace earlier ones. */
final class TaskEvidence {
  private static final int MAX_FRAMES = 256;
  private static final int MAX_LOCKS = 64;

  private TaskRef task;
  private final int line;
  private RunState state = RunState.UNKNOWN;
  private OptionalInt cpu = OptionalInt.empty();
  private final List<String> stack = new ArrayList<>();
  private final List<String> guessed = new ArrayList<>();
  private int blockedSeconds;
  private boolean ioWait;
  private int reports;
  private String work = "";
  private final List<HeldLock> locks = new ArrayList<>();
  private int lockCount;

  TaskEvidence(TaskRef task, int line) {
    this.task = task;
    this.line = line;
  }

  void named(TaskRef again) {
    if (task.comm().isEmpty()) {
      task = again;
    }
  }

  void blocked(HungLine.Blocked report) {
    reports++;
    blockedSeconds = Math.max(blockedSeconds, report.seconds());
    ioWait |= report.ioWait();
  }

  /** A new dump of the task begins. */
  void dump(RunState newState, OptionalInt newCpu) {
    state = newState;
    cpu = newCpu;
    newStack();
  }

  /** Another stack of the task begins; its state is told elsewhere. */
  void newStack() {
    stack.clear();
    guessed.clear();
  }

  void renamed(String comm) {
    task = new TaskRef(comm, task.pid());
  }

  void state(RunState newState) {
    state = newState;
  }

  void work(String function) {
    work = function;
  }

  /** The functions of one line of the stack; interrupted kernel code counts, user code does not. */
  void frames(String text) {
    String at = text.startsWith("RIP: 0010:") ? text.substring("RIP: 0010:".length()) : text;
    for (StackFrame frame : FrameReader.trace(0, at)) {
      List<String> to = frame.reliable() ? stack : guessed;
      boolean repeated =
          !to.isEmpty() && to.getLast().equals(frame.name()) && text.contains("from");
      if (to.size() < MAX_FRAMES && !repeated) {
        to.add(frame.name());
      }
    }
  }

  /** The kernel prints a stack once: {@code <Same stack as pid 2294>}. */
  void sameStack(TaskEvidence other) {
    newStack();
    stack.addAll(other.stack);
    guessed.addAll(other.guessed);
  }

  void lockList(int count) {
    locks.clear();
    lockCount = count;
  }

  void lock(HeldLock lock) {
    if (locks.size() < MAX_LOCKS) {
      LockListLine.put(locks, lock);
    }
  }

  boolean hasFrames() {
    return !stack.isEmpty() || !guessed.isEmpty();
  }

  TaskSnapshot snapshot() {
    return new TaskSnapshot(
        task,
        state,
        cpu,
        stack.isEmpty() ? guessed : stack,
        stack.isEmpty() && !guessed.isEmpty(),
        blockedSeconds,
        ioWait,
        reports,
        work,
        locks,
        lockCount,
        line);
  }
}
