package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;

/**
 * Reads what syslog daemons and {@code journalctl -o short*} put in front of a line: {@code
 * [<priority>]time host [facility.level] program[pid]: text} (RFC 3164) and {@code <priority>1 time
 * host program pid message-id data text} (RFC 5424).
 */
final class SyslogPrefix {
  private static final String KERNEL = "kernel: ";
  private static final int MAX_WORD = 255;

  private static final String DROPPED = " messages dropped ** ";

  private final WallClock clock;
  private final KernelStamp stamp;

  SyslogPrefix(WallClock clock, KernelStamp stamp) {
    this.clock = clock;
    this.stamp = stamp;
  }

  /**
   * Reads a line whose priority, if any, ends at {@code start}.
   *
   * @return true when a time was read: the text begins at the draft's start then, and the draft's
   *     carrier tells whether more than a time stood there
   */
  boolean read(LineDraft draft, int start, boolean priority) {
    String line = draft.raw;
    if (priority && line.startsWith("1 ", start) && rfc5424(draft, start + 2)) {
      return true;
    }
    int end = clock.read(line, start);
    if (end < 0) {
      return false;
    }
    draft.wallMicros = clock.micros;
    if (end < line.length() && line.charAt(end) == ' ') {
      if (clock.comma) {
        draft.textStart = end + 1;
        return true;
      }
      if (words(draft, end + 1)) {
        draft.carrier = Carrier.SYSLOG;
        return true;
      }
    }
    draft.textStart = Math.min(line.length(), end + (line.startsWith(" ", end) ? 1 : 0));
    return true;
  }

  /** {@code host [facility.level] program[pid]: }; the host may be missing (OpenWrt). */
  private boolean words(LineDraft draft, int at) {
    String line = draft.raw;
    int next = wordEnd(line, at);
    if (next < 0) {
      return false;
    }
    String word = line.substring(at, next);
    int level = PriorityNames.ofWord(word);
    if (level < 0) {
      if (!isHost(word)) {
        return false;
      }
      draft.host = word;
      at = next + 1;
      next = wordEnd(line, at);
      level = next < 0 ? -1 : PriorityNames.ofWord(line.substring(at, next));
    }
    if (level >= 0) {
      draft.level = level;
      at = next + 1;
    }
    boolean found = program(draft, at);
    if (!found) {
      draft.host = "";
    }
    return found;
  }

  /** {@code kernel: text}, another {@code program[pid]: text}, or a kernel stamp at once. */
  private boolean program(LineDraft draft, int at) {
    String line = draft.raw;
    if (line.startsWith(KERNEL, at)) {
      text(draft, at + KERNEL.length());
      return true;
    }
    if (line.startsWith("kernel:", at) && at + 7 == line.length()) {
      draft.textStart = at + 7;
      return true;
    }
    int end = programEnd(line, at);
    if (end < 0) {
      return stamp.here(draft, at);
    }
    if (!stamp.here(draft, draft.afterPriority(end))) {
      draft.origin = LineDraft.Origin.OTHER;
      draft.textStart = end;
    }
    return true;
  }

  /** The kernel's text, which may have a priority of its own when a file was logged. */
  private void text(LineDraft draft, int at) {
    int start = draft.afterPriority(at);
    if (!stamp.here(draft, start) && !stamp.here(draft, afterLoss(draft.raw, start))) {
      draft.textStart = start;
    }
    unescape(draft);
  }

  /** Index after {@code ** 12 printk messages dropped ** }, else the same index. */
  private static int afterLoss(String line, int at) {
    int end = line.startsWith("** ", at) ? line.indexOf(DROPPED, at) : -1;
    return end < 0 || end - at > MAX_WORD ? at : end + DROPPED.length();
  }

  /** rsyslog writes control characters as {@code #011}. */
  private static void unescape(LineDraft draft) {
    if (draft.raw.indexOf("#011", draft.textStart) >= 0) {
      String prefix = draft.raw.substring(0, draft.textStart);
      draft.raw = prefix + draft.raw.substring(draft.textStart).replace("#011", "\t");
    }
  }

  /** Reads {@code [ 12.345678] host kernel: text} (short-monotonic) behind its stamp. */
  static void afterStamp(LineDraft draft) {
    String line = draft.raw;
    int space = line.indexOf(' ', draft.textStart);
    if (draft.context.isEmpty()
        && space > draft.textStart
        && line.startsWith(KERNEL, space + 1)
        && isHost(line.substring(draft.textStart, space))
        && !line.startsWith("Booting ", draft.textStart)) {
      draft.host = line.substring(draft.textStart, space);
      draft.carrier = Carrier.SYSLOG;
      draft.textStart = space + 1 + KERNEL.length();
    }
  }

  private boolean rfc5424(LineDraft draft, int start) {
    String line = draft.raw;
    int at = line.startsWith("- ", start) ? start + 1 : clock.read(line, start);
    if (at < 0 || !line.startsWith(" ", at)) {
      return false;
    }
    String[] words = new String[4];
    at++;
    for (int i = 0; i < words.length; i++) {
      int end = wordEnd(line, at);
      if (end < 0) {
        return false;
      }
      words[i] = line.substring(at, end);
      at = end + 1;
    }
    at = afterData(line, at);
    if (at < 0) {
      return false;
    }
    draft.carrier = Carrier.SYSLOG;
    draft.wallMicros = line.startsWith("-", start) ? -1 : clock.micros;
    draft.host = words[0].equals("-") ? "" : words[0];
    if (line.startsWith("\ufeff", at)) {
      at++;
    }
    text(draft, at);
    if (!words[1].equals("kernel") && draft.micros < 0) {
      draft.origin = LineDraft.Origin.OTHER;
    }
    return true;
  }

  /** Index of the text behind structured data ({@code -} or {@code [id key="value"]...}), or -1. */
  private static int afterData(String line, int start) {
    int at = start;
    if (line.startsWith("-", at)) {
      at++;
    } else {
      while (at < line.length() && line.charAt(at) == '[') {
        boolean quoted = false;
        at++;
        while (at < line.length() && (quoted || line.charAt(at) != ']')) {
          char c = line.charAt(at);
          quoted ^= c == '"';
          at += c == '\\' ? 2 : 1;
        }
        at++;
      }
    }
    return at > start && at <= line.length() ? Math.min(line.length(), at + 1) : -1;
  }

  /** Index of the space after the word that begins here, -1 when there is none near. */
  private static int wordEnd(String line, int at) {
    int space = at >= line.length() ? -1 : line.indexOf(' ', at);
    return space <= at || space - at > MAX_WORD ? -1 : space;
  }

  private static boolean isHost(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!Ascii.isAlphanumeric(c) && "-._:/@%".indexOf(c) < 0) {
        return false;
      }
    }
    return !word.endsWith(":") && word.length() <= MAX_WORD;
  }

  /** Index after {@code program[pid]: }, -1 when no such word stands here. */
  private static int programEnd(String line, int at) {
    int i = at;
    while (i < line.length() && i - at < 64 && isProgram(line.charAt(i))) {
      i++;
    }
    if (i > at && i < line.length() && line.charAt(i) == '[') {
      int digits = i + 1;
      i = digits;
      while (i < line.length() && Ascii.isDigit(line.charAt(i))) {
        i++;
      }
      if (i == digits || i >= line.length() || line.charAt(i) != ']') {
        return -1;
      }
      i++;
    }
    boolean colon = i > at && i < line.length() && line.charAt(i) == ':';
    return colon ? Math.min(line.length(), i + (line.startsWith(" ", i + 1) ? 2 : 1)) : -1;
  }

  private static boolean isProgram(char c) {
    return Ascii.isAlphanumeric(c) || "-._/()@+".indexOf(c) >= 0;
  }
}
