package dev.kedge.report.symbol;

import dev.kedge.report.line.Ascii;

/**
 * What kind of line names a function: says how its address is meant and what may stand around it.
 */
record FrameLine(Role role, String lead) {
  /** How a line names a function. */
  enum Role {
    /** A stack entry: a return address. */
    CALL,
    /** An instruction pointer. */
    POINTER,
    /** A saved return address in a register. */
    LINK,
    /** Within other words, as the header of a report. */
    TEXT
  }

  private static final String[] POINTERS = {
    "RIP: ", "RIP  ", "EIP: ", "EIP is at ", "IP: ", "PC is at ", "pc : ", "epc : ", "NIP ", "NIP: "
  };
  private static final String[] LINKS = {"lr : ", "LR is at ", "LR ", " ra : ", "ra : "};

  /** The role of the function at an index of a line. */
  static FrameLine of(String text, int start) {
    String before = text.substring(0, start);
    String words = before.strip();
    for (String pointer : POINTERS) {
      if (before.stripLeading().startsWith(pointer)) {
        return new FrameLine(Role.POINTER, before);
      }
    }
    for (String link : LINKS) {
      if (before.startsWith(link)) {
        return new FrameLine(Role.LINK, before);
      }
    }
    boolean stack = isOnlyMarks(words);
    return stack
        ? new FrameLine(Role.CALL, words.endsWith("?") ? " ? " : " ")
        : new FrameLine(Role.TEXT, before);
  }

  /** Whether only addresses, {@code ?} and context marks stand before the function. */
  private static boolean isOnlyMarks(String words) {
    int at = 0;
    while (at < words.length()) {
      char c = words.charAt(at);
      char close = c == '[' ? ']' : c == '<' ? '>' : 0;
      if (close != 0) {
        int end = words.indexOf(close, at);
        if (end < 0) {
          return false;
        }
        at = end + 1;
      } else if (c == '?' || c == ' ' || c == '\t') {
        at++;
      } else {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the printed address is that of an instruction, not of the one after a call: pointers,
   * arm64's entries marked {@code (P)}, and headers that say where something happened.
   */
  boolean exact(String text, int end) {
    return switch (role) {
      case POINTER -> true;
      case CALL -> text.startsWith(" (P)", end);
      case LINK -> false;
      case TEXT -> lead.contains("WARNING: ") || lead.contains(" pc ") || lead.contains("IP is at");
    };
  }

  /** Whether inlined calls are shown on lines of their own. */
  boolean showsInlined() {
    return role == Role.CALL || role == Role.POINTER;
  }

  /** Whether a line was symbolized before: {@code f+0x1/0x2 file.c:12}. */
  static boolean hasPlace(String text, int end) {
    int colon = text.lastIndexOf(':');
    return colon > end
        && colon + 1 < text.length()
        && text.charAt(end) == ' '
        && Ascii.isDigit(text.charAt(colon + 1))
        && text.indexOf('.', end) > 0;
  }
}
