package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;

/**
 * Reads lines of Android's {@code logcat -b kernel} in the forms threadtime ({@code 11-22
 * 10:00:00.123 0 0 W tag : text}), time ({@code 11-22 10:00:00.123 W/tag( 0): text}) and brief
 * ({@code W/tag( 0): text}).
 *
 * <p>Android's log daemon takes the kernel's text up to the first colon for a tag, so that {@code
 * BUG: KASAN} comes as tag {@code BUG}; the two are put together again, and shown without the
 * prefix: with it they would be cut at another place when a report's text is read again.
 */
final class LogcatPrefix {
  private static final String LEVELS = "FEWIDV";
  private static final int[] KERNEL_LEVELS = {2, 3, 4, 6, 7, 7};

  /** As {@code dmesg --time-format delta} begins a line. */
  private static final String NO_TIME = "[<    0.000000>] ";

  private static final String SECTION = "--------- beginning of ";
  private static final String SWITCH = "--------- switch to ";

  private final WallClock clock;

  /** False in the sections of other buffers than the kernel's. */
  private boolean kernelSection = true;

  LogcatPrefix(WallClock clock) {
    this.clock = clock;
  }

  boolean read(LineDraft draft, int start) {
    String line = draft.raw;
    if (line.startsWith("------", start)) {
      return section(draft, start);
    }
    if (start >= line.length()) {
      return false;
    }
    char first = line.charAt(start);
    if (Ascii.isDigit(first)) {
      int end = clock.read(line, start);
      if (end < 0 || end >= line.length() || line.charAt(end) != ' ') {
        return false;
      }
      return clock.micros < 0 && (threads(draft, end) || brief(draft, end + 1));
    }
    return brief(draft, start);
  }

  private boolean section(LineDraft draft, int start) {
    String line = draft.raw;
    boolean begins = line.startsWith(SECTION, start);
    if (!begins && !line.startsWith(SWITCH, start)) {
      return false;
    }
    String name = line.substring(start + (begins ? SECTION : SWITCH).length()).strip();
    kernelSection = name.equals("kernel");
    draft.carrier = Carrier.LOGCAT;
    draft.origin = LineDraft.Origin.NOTICE;
    return true;
  }

  /** {@code [uid] pid tid level tag: text}. */
  private boolean threads(LineDraft draft, int start) {
    String line = draft.raw;
    int at = start;
    int numbers = 0;
    while (at < line.length() && line.charAt(at) == ' ' && numbers < 4) {
      while (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
      int word = at;
      while (at < line.length() && Ascii.isAlphanumeric(line.charAt(at))) {
        at++;
      }
      if (at - word == 1 && numbers >= 2 && LEVELS.indexOf(line.charAt(word)) >= 0) {
        return tagged(draft, word, at + 1);
      }
      boolean user = numbers == 0 && at > word;
      if (!user && !(at > word && Ascii.isNumber(line.substring(word, at)))) {
        return false;
      }
      numbers++;
    }
    return false;
  }

  /** Level at one index, {@code tag : text} from another. */
  private boolean tagged(LineDraft draft, int level, int tag) {
    String line = draft.raw;
    int colon = line.indexOf(": ", Math.min(tag, line.length()));
    if (colon < 0) {
      colon = line.endsWith(":") ? line.length() - 1 : -1;
    }
    if (colon < 0) {
      return false;
    }
    return take(draft, level, line.substring(tag, colon), Math.min(line.length(), colon + 2));
  }

  /** {@code W/tag( 0): text}. */
  private boolean brief(LineDraft draft, int start) {
    String line = draft.raw;
    if (start + 4 >= line.length()
        || line.charAt(start + 1) != '/'
        || LEVELS.indexOf(line.charAt(start)) < 0) {
      return false;
    }
    int close = line.indexOf("): ", start);
    int open = close < 0 ? -1 : line.lastIndexOf('(', close);
    if (open < start + 2 || !Ascii.isNumber(line.substring(open + 1, close).strip())) {
      return false;
    }
    return take(draft, start, line.substring(start + 2, open), close + 3);
  }

  private boolean take(LineDraft draft, int level, String tag, int text) {
    String line = draft.raw;
    draft.carrier = Carrier.LOGCAT;
    draft.level = KERNEL_LEVELS[LEVELS.indexOf(line.charAt(level))];
    if (!kernelSection) {
      draft.origin = LineDraft.Origin.OTHER;
    }
    String name = tag.strip();
    String told = (name.isEmpty() ? "" : name + ": ") + line.substring(text);
    draft.show(told);
    if (KernelStamp.isWithin(told)) {
      // Of a message cut off by another; behind a stamp that tells no time it is read as text.
      draft.raw = NO_TIME + told;
      draft.textStart = NO_TIME.length();
    }
    return true;
  }
}
