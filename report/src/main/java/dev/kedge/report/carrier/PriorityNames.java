package dev.kedge.report.carrier;

import java.util.List;

/** The names of syslog's facilities and levels, as dmesg and syslog daemons write them. */
final class PriorityNames {
  private static final List<String> LEVELS =
      List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");

  private PriorityNames() {}

  /** 0 to 7, -1 when it is no level. */
  static int level(String name) {
    return switch (name) {
      case "warning" -> 4;
      case "error" -> 3;
      case "panic" -> 0;
      default -> LEVELS.indexOf(name);
    };
  }

  static boolean isFacility(String name) {
    return FACILITIES.contains(name);
  }

  /** Level of {@code kern.warn}, -1 when the word is none of that kind. */
  static int ofWord(String word) {
    int dot = word.indexOf('.');
    return dot > 0 && isFacility(word.substring(0, dot)) ? level(word.substring(dot + 1)) : -1;
  }

  /**
   * Index after the prefix of {@code dmesg -x}, {@code kern :warn : }, which begins at {@code at};
   * sets the draft's level; {@code at} when there is none.
   */
  static int afterDecoded(LineDraft draft, int at) {
    String line = draft.raw;
    int first = line.indexOf(':', at, Math.min(line.length(), at + 10));
    int second = first < 0 ? -1 : line.indexOf(':', first + 1, Math.min(line.length(), first + 10));
    if (second < 0 || second + 1 >= line.length() || line.charAt(second + 1) != ' ') {
      return at;
    }
    int level = level(line.substring(first + 1, second).strip());
    if (level < 0 || !isFacility(line.substring(at, first).strip())) {
      return at;
    }
    draft.level = level;
    return second + 2;
  }
}
