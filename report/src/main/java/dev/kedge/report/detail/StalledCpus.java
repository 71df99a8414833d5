package dev.kedge.report.detail;

import dev.kedge.report.line.Ascii;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects the CPUs a stall report is about.
 *
 * <pre>
 *   rcu: 	1-....: (10499 ticks this GP) idle=a62/1/0x4000000000000002 softirq=21063/21063 fqs=6138
 *   rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 2-... 5-... } 10886 jiffies
 *   watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [worker:1234]
 * </pre>
 */
final class StalledCpus {
  private static final int MAX_CPU = 1 << 16;

  private final SortedSet<Integer> cpus = new TreeSet<>();
  private boolean list;

  /** Takes the next line of the report. */
  void line(String text) {
    if (text.contains("lockup - CPU#")) {
      number(text, text.indexOf("CPU#") + 4);
    }
    if (text.contains("detected") && text.contains("stall")) {
      list = true;
      braces(text);
      return;
    }
    if (list) {
      String line = text.strip();
      if (line.startsWith("rcu:")) {
        line = line.substring(4).strip();
      }
      int dash = line.indexOf("-");
      if (dash > 0 && dash < 6 && line.contains("idle=")) {
        number(line, 0);
      } else {
        list = line.isEmpty() || line.startsWith("(") || line.startsWith("Tasks blocked");
      }
    }
  }

  private void braces(String text) {
    int open = text.indexOf('{');
    int close = open < 0 ? -1 : text.indexOf('}', open);
    if (close > 0) {
      for (String word : text.substring(open + 1, close).strip().split(" +", -1)) {
        if (word.contains("-")) {
          number(word, 0);
        }
      }
    }
  }

  private void number(String text, int start) {
    int at = start;
    int cpu = 0;
    while (at < text.length() && Ascii.isDigit(text.charAt(at)) && at - start < 6) {
      cpu = cpu * 10 + (text.charAt(at++) - '0');
    }
    if (at > start && cpu < MAX_CPU) {
      cpus.add(cpu);
    }
  }

  /** In ascending order. */
  Collection<Integer> cpus() {
    return cpus;
  }
}
