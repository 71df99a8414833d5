package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import java.nio.charset.StandardCharsets;

/** The fields of one journal entry that say what the kernel printed, where and when. */
final class JournalEntry {
  private String message = "";
  private boolean hasMessage;
  private boolean lost;
  private String host = "";
  private String bootId = "";
  private String transport = "";
  private String identifier = "";
  private long monotonic = -1;
  private long sourceMonotonic = -1;
  private long realtime = -1;
  private int priority = -1;
  private boolean any;

  /** True when no field was set. */
  boolean isEmpty() {
    return !any;
  }

  /** True when the field is one an entry is read for. */
  static boolean knows(String name) {
    return switch (name) {
      case "MESSAGE",
          "_HOSTNAME",
          "_BOOT_ID",
          "_TRANSPORT",
          "SYSLOG_IDENTIFIER",
          "PRIORITY",
          "__MONOTONIC_TIMESTAMP",
          "_SOURCE_MONOTONIC_TIMESTAMP",
          "__REALTIME_TIMESTAMP" ->
          true;
      default -> false;
    };
  }

  void set(String name, byte[] bytes, int from, int to) {
    set(name, new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  void set(String name, String value) {
    any = true;
    switch (name) {
      case "MESSAGE" -> {
        message = value;
        hasMessage = true;
      }
      case "_HOSTNAME" -> host = LineText.clean(value);
      case "_BOOT_ID" -> bootId = LineText.clean(value);
      case "_TRANSPORT" -> transport = value;
      case "SYSLOG_IDENTIFIER" -> identifier = value;
      case "PRIORITY" -> priority = (int) number(value);
      case "__MONOTONIC_TIMESTAMP" -> monotonic = number(value);
      case "_SOURCE_MONOTONIC_TIMESTAMP" -> sourceMonotonic = number(value);
      case "__REALTIME_TIMESTAMP" -> realtime = number(value);
      default -> {}
    }
  }

  /** The field stands there, but its value was left out or cut off. */
  void lost(String name) {
    any = true;
    lost |= name.equals("MESSAGE");
  }

  boolean isKernel() {
    return transport.equals("kernel") || (transport.isEmpty() && identifier.equals("kernel"));
  }

  /** True when the kernel's message is not there. */
  boolean isLost() {
    return lost || !hasMessage;
  }

  String message() {
    return message;
  }

  /** Sets all of a draft but its text. */
  void describe(LineDraft draft) {
    draft.host = host;
    draft.bootId = bootId;
    draft.micros = sourceMonotonic >= 0 ? sourceMonotonic : monotonic;
    draft.wallMicros = realtime;
    draft.level = priority >= 0 && priority < 8 ? priority : -1;
  }

  private static long number(String value) {
    return value.length() <= 18 && Ascii.isNumber(value) ? Long.parseLong(value) : -1;
  }
}
