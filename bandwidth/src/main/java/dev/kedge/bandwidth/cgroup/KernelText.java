package dev.kedge.bandwidth.cgroup;

import dev.kedge.model.Printable;

/**
 * Numbers in the text of a write, as the kernel reads them: {@code kstrtoull} and {@code kstrtoll}
 * with base 0 for files of one number ({@code cgroup_file_write}), {@code sscanf} for {@code
 * cpu.max}.
 *
 * <p>Unsigned 64-bit values are carried in a {@code long}.
 */
final class KernelText {
  private static final int MAX_SHOWN = 60;

  private KernelText() {}

  /**
   * A number without a sign or with a {@code +}, in decimal, hexadecimal ({@code 0x}) or octal
   * ({@code 0}), and at most one line feed after it.
   */
  static long unsigned(String text) {
    return magnitude(text, text.startsWith("+") ? 1 : 0);
  }

  /** As {@link #unsigned}, or with a {@code -}; within 64 bits signed. */
  static long signed(String text) {
    if (text.startsWith("-")) {
      long negative = -magnitude(text, 1);
      if (negative > 0) {
        throw outOfRange(text);
      }
      return negative;
    }
    long value = unsigned(text);
    if (value < 0) {
      throw outOfRange(text);
    }
    return value;
  }

  /**
   * The id of a process, as {@code cgroup_procs_write_start} reads it: blanks around it are fine.
   */
  static int pid(String text) {
    int start = skipSpaces(text, 0);
    int end = text.length();
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    try {
      long pid = signed(text.substring(start, end));
      if (pid >= 0 && pid <= Integer.MAX_VALUE) {
        return (int) pid;
      }
    } catch (CgroupFileException e) {
      throw notNumber(text);
    }
    throw notNumber(text);
  }

  private static long magnitude(String text, int start) {
    int at = start;
    int base = 10;
    if (charAt(text, at) == '0') {
      boolean hex =
          (charAt(text, at + 1) | 0x20) == 'x' && Character.digit(charAt(text, at + 2), 16) >= 0;
      base = hex ? 16 : 8;
      at += hex ? 2 : 0;
    }
    int digits = at;
    long value = 0;
    boolean overflow = false;
    for (int digit; (digit = digit(charAt(text, at), base)) >= 0; at++) {
      overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, base)) > 0;
      value = value * base + digit;
    }
    if (overflow) {
      throw outOfRange(text);
    }
    if (at == digits) {
      throw notNumber(text);
    }
    if (charAt(text, at) == '\n') {
      at++;
    }
    if (at < text.length()) {
      throw notNumber(text);
    }
    return value;
  }

  /** Reads {@code %20s %llu}: a word of at most 20 characters and perhaps a number. */
  static CpuMaxWords cpuMaxWords(String text) {
    int start = skipSpaces(text, 0);
    int end = start;
    while (end < text.length() && !isSpace(text.charAt(end)) && end - start < 20) {
      end++;
    }
    int rest = skipSpaces(text, end);
    return digit(charAt(text, rest), 10) < 0
        ? new CpuMaxWords(text.substring(start, end), false, 0)
        : new CpuMaxWords(text.substring(start, end), true, decimal(text, rest));
  }

  /** Whether a {@code %llu} matches at the start: a digit, no sign. */
  static boolean startsWithNumber(String text) {
    return digit(charAt(text, 0), 10) >= 0;
  }

  /** The decimal number at the start; it wraps at 2^64 and what follows it is ignored. */
  static long decimal(String text) {
    return decimal(text, 0);
  }

  private static long decimal(String text, int start) {
    long value = 0;
    int digit;
    for (int at = start; (digit = digit(charAt(text, at), 10)) >= 0; at++) {
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * What {@code sscanf(text, "%20s %llu")} finds.
   *
   * @param quota first word, empty when there is none
   * @param periodGiven whether a number follows
   * @param period that number, unsigned
   */
  record CpuMaxWords(String quota, boolean periodGiven, long period) {}

  private static int skipSpaces(String text, int start) {
    int at = start;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static int digit(char c, int base) {
    return c < 128 ? Character.digit(c, base) : -1;
  }

  private static char charAt(String text, int at) {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static CgroupFileException notNumber(String text) {
    return new CgroupFileException(
        Errno.EINVAL, "'%s' is not a number".formatted(Printable.of(text, MAX_SHOWN)));
  }

  private static CgroupFileException outOfRange(String text) {
    return new CgroupFileException(
        Errno.ERANGE, "%s does not fit into 64 bits".formatted(Printable.of(text, MAX_SHOWN)));
  }
}
