package dev.kedge.report.region;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.trace.FrameReader;
import dev.kedge.report.trace.LockLine;
import java.util.Arrays;

/**
 * Tells lines a report is made of from ordinary log. Only the end of a region depends on it, never
 * a title.
 */
final class ReportText {
  private static final String[] BEGINNINGS = {
    "Call Trace",
    "Call trace",
    "Backtrace",
    "CPU:",
    "CPU ",
    "Code:",
    "Modules linked",
    "Hardware name",
    "Workqueue:",
    "Tainted:",
    "Not tainted",
    "RIP",
    "RSP",
    "RAX",
    "RDX",
    "RBP",
    "R1",
    "R0",
    "FS:",
    "CS:",
    "CR2",
    "CR3",
    "DR0",
    "DR3",
    "EIP",
    "EAX",
    "ESI",
    "DS:",
    "pc :",
    "lr :",
    "sp :",
    "x2",
    "x1",
    "x0",
    "x3",
    "x4",
    "x5",
    "x6",
    "x7",
    "x8",
    "x9",
    "pstate",
    "epc",
    "status:",
    "PC is",
    "LR is",
    "r0",
    "r1",
    "r3",
    "r7",
    "Flags:",
    "Control:",
    "Process ",
    "Stack:",
    "Exception stack",
    "---[",
    "====",
    "----",
    "Kernel panic",
    "Kernel Offset",
    "Rebooting",
    "Dumping ftrace",
    "(ftrace buffer",
    "Memory state",
    "The buggy address",
    "which belongs",
    "page:",
    "flags:",
    "raw:",
    "page dumped",
    "page last",
    "Allocated by",
    "Freed by",
    "Read of size",
    "Write of size",
    "Uninit was",
    "Local variable",
    "Byte",
    "Bytes",
    "Showing all locks",
    "locks held",
    "lock held",
    "#",
    "-> #",
    "stack backtrace",
    "other info",
    "Possible unsafe",
    "the existing",
    "which lock",
    "but task",
    "*** DEADLOCK",
    "<",
    ">",
    "^",
    "task:",
    "irq event",
    "hardirqs last",
    "softirqs last",
    "rcu:",
    "NMI backtrace",
    "Sending NMI",
    "Oops",
    "PGD",
    "pgd",
    "Mem abort",
    "ESR",
    "Data abort",
    "Internal error",
    "unreferenced object",
    "comm ",
    "hex dump",
    "backtrace",
    "entry_",
    "no locks held",
    "\"echo 0",
    "memcg:",
    "head:",
    "ORIG_RAX",
    "GS:",
    "ra :",
    "gp :",
    "t1 :",
    "s1 :",
    "a2 :",
    "invalid opcode",
    "Disabling lock",
    "kernel BUG",
    "preempt",
    "in_atomic",
    "caller is"
  };

  private static final String[][] BY_FIRST = byFirst();

  private ReportText() {}

  private static String[][] byFirst() {
    String[][] table = new String[128][];
    for (int c = 0; c < table.length; c++) {
      char first = (char) c;
      table[c] = Arrays.stream(BEGINNINGS).filter(b -> b.charAt(0) == first).toArray(String[]::new);
    }
    return table;
  }

  static boolean belongs(String text) {
    String line = text.strip();
    if (line.isEmpty()) {
      return false;
    }
    char first = line.charAt(0);
    for (String beginning : first < BY_FIRST.length ? BY_FIRST[first] : BY_FIRST[0]) {
      if (line.startsWith(beginning)) {
        return true;
      }
    }
    if (!FrameReader.trace(0, text).isEmpty()
        || FrameReader.isPointer(text)
        || LockLine.names(text)
        || line.contains("locks held by")
        || line.contains("lock held by")) {
      return true;
    }
    return hexDump(line);
  }

  /** Stack words and memory dumps: hexadecimal words only. */
  private static boolean hexDump(String line) {
    int digits = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (Ascii.isHexDigit(c)) {
        digits++;
      } else if (c != ' ' && c != ':' && c != '>' && c != '[' && c != ']') {
        return false;
      }
    }
    return digits >= 8;
  }
}
