package dev.kedge.report.hang;

import dev.kedge.report.line.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Lines that say that a CPU or a reader of RCU holds others up (kernel/rcu/tree_stall.h,
 * kernel/watchdog.c).
 */
sealed interface StallLine {
  /** {@code rcu: INFO: rcu_sched detected stalls on CPUs/tasks:} begins a list. */
  record RcuHead() implements StallLine {}

  /** A CPU named by the list of stalled ones: {@code \t1-...!: (1 GPs behind) idle=...}. */
  record RcuCpu(int cpu) implements StallLine {}

  /** {@code Tasks blocked on level-0 rcu_node (CPUs 0-1): P4421/1:b..l}. */
  record RcuReaders(List<Integer> pids) implements StallLine {}

  /** {@code rcu_preempt kthread starved for 9 jiffies! ... ->cpu=1}: its CPU is not free for it. */
  record RcuStarved(int cpu) implements StallLine {}

  /** {@code watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [comm:pid]} */
  record SoftLockup(int cpu, int seconds, TaskRef task) implements StallLine {}

  /** {@code Watchdog detected hard LOCKUP on cpu 3}. */
  record HardLockup(int cpu) implements StallLine {}

  /** Reads a line. */
  static Optional<StallLine> read(String text) {
    boolean rcu = text.contains("rcu") || text.contains("RCU");
    if (rcu
        && (text.contains("detected stall")
            || text.contains("self-detected stall")
            || text.contains("detected expedited stalls"))) {
      return Optional.of(new RcuHead());
    }
    if (text.contains("Tasks blocked on level-")) {
      return Optional.of(new RcuReaders(readers(text)));
    }
    int starved = text.indexOf(" kthread starved for ");
    int on = starved < 0 ? -1 : text.lastIndexOf("->cpu=");
    if (on > starved) {
      OptionalInt cpu = TaskLine.number(text, on + "->cpu=".length());
      return cpu.isPresent() ? Optional.of(new RcuStarved(cpu.getAsInt())) : Optional.empty();
    }
    int soft = text.indexOf("soft lockup - CPU#");
    if (soft >= 0) {
      return softLockup(text, soft + "soft lockup - CPU#".length());
    }
    int hard = text.indexOf("hard LOCKUP on cpu ");
    if (hard >= 0) {
      OptionalInt cpu = TaskLine.number(text, hard + "hard LOCKUP on cpu ".length());
      return cpu.isPresent() ? Optional.of(new HardLockup(cpu.getAsInt())) : Optional.empty();
    }
    return rcuCpu(text);
  }

  private static Optional<StallLine> softLockup(String text, int at) {
    OptionalInt cpu = TaskLine.number(text, at);
    int stuck = text.indexOf("stuck for ", at);
    int open = text.indexOf('[', at);
    int close = text.lastIndexOf(']');
    if (cpu.isEmpty() || stuck < 0 || open < 0 || close < open) {
      return Optional.empty();
    }
    int seconds = TaskLine.number(text, stuck + "stuck for ".length()).orElse(0);
    return HungLine.task(text.substring(open + 1, close))
        .map(task -> new SoftLockup(cpu.getAsInt(), seconds, task));
  }

  /** {@code 1-...!: (} : a number, a dash, four marks, a colon. */
  private static Optional<StallLine> rcuCpu(String text) {
    String line = (text.startsWith("rcu:") ? text.substring("rcu:".length()) : text).strip();
    int dash = line.indexOf('-');
    boolean shaped =
        dash > 0
            && dash < 5
            && line.length() > dash + 6
            && line.indexOf(": (", dash) > 0
            && line.indexOf(": (", dash) - dash < 8;
    OptionalInt cpu = shaped ? TaskLine.number(line, 0) : OptionalInt.empty();
    return cpu.isPresent() && Ascii.isNumber(line.substring(0, dash))
        ? Optional.of(new RcuCpu(cpu.getAsInt()))
        : Optional.empty();
  }

  /** The numbers after {@code P}. */
  private static List<Integer> readers(String text) {
    List<Integer> pids = new ArrayList<>();
    for (int at = text.indexOf(" P");
        at >= 0 && pids.size() < 64;
        at = text.indexOf(" P", at + 2)) {
      TaskLine.number(text, at + 2).ifPresent(pids::add);
    }
    return pids;
  }
}
