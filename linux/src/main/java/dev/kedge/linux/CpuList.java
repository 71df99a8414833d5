package dev.kedge.linux;

import dev.kedge.model.Printable;
import java.util.Arrays;

/** The kernel's list format for CPUs ({@code 0-3,8}), as in {@code /sys/devices/system/cpu}. */
public final class CpuList {
  /** More CPUs than any kernel can be built for (NR_CPUS). */
  static final int MAX_CPUS = 8192;

  private CpuList() {}

  /**
   * The CPU numbers in ascending order, each once.
   *
   * @throws LinuxException when the text is not such a list or names a CPU above 8191
   */
  public static int[] parse(String text) {
    boolean[] named = new boolean[MAX_CPUS];
    String list = text.strip();
    if (list.isEmpty()) {
      return new int[0];
    }
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = number(dash < 0 ? range : range.substring(0, dash), text);
      int last = dash < 0 ? first : number(range.substring(dash + 1), text);
      if (last < first) {
        throw malformed(text);
      }
      Arrays.fill(named, first, last + 1, true);
    }
    int count = 0;
    int[] cpus = new int[MAX_CPUS];
    for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
      if (named[cpu]) {
        cpus[count++] = cpu;
      }
    }
    return Arrays.copyOf(cpus, count);
  }

  private static int number(String digits, String whole) {
    try {
      int cpu = Integer.parseInt(digits.strip());
      if (cpu >= 0 && cpu < MAX_CPUS) {
        return cpu;
      }
    } catch (NumberFormatException e) {
      throw malformed(whole);
    }
    throw malformed(whole);
  }

  private static LinuxException malformed(String text) {
    return new LinuxException(
        "CPU list \"%s\": expected numbers and ranges below %d such as 0-3,8"
            .formatted(Printable.of(text, 80), MAX_CPUS));
  }
}
