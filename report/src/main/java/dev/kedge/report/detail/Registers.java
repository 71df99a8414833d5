package dev.kedge.report.detail;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the registers of the context that failed. What user space had in its registers when it
 * entered the kernel, printed below its instruction pointer, is not read.
 */
final class Registers {
  /** {@code RAX: ffff...}, {@code x29: ffff...}, {@code sp : ffff...}, {@code r10: c0...}. */
  private static final Pattern REGISTER =
      Pattern.compile(
          "\\G\\s*+([A-Za-z][A-Za-z0-9_]{0,7}+)\\s?+:\\s{0,2}+(?:[0-9a-f]{4}+:)?+([0-9a-f]{16}+|[0-9a-f]{8}+)(?:\\([0-9a-f]{4}+\\))?+(?=\\s|$)");

  private static final int MAX_REGISTERS = 64;

  private final SequencedMap<String, String> values = new LinkedHashMap<>();
  private boolean over;

  /** Takes the next line of the report. */
  void line(String text) {
    String line = text.strip();
    if (line.startsWith("RIP: 0033:") || line.startsWith("RIP: 0023:")) {
      over = true;
    }
    if (over || line.startsWith("Code:")) {
      return;
    }
    Matcher matcher = REGISTER.matcher(line);
    while (matcher.find() && values.size() < MAX_REGISTERS) {
      values.putIfAbsent(matcher.group(1), matcher.group(2));
    }
  }

  /** Names and values in the order they were printed, hexadecimal. */
  SequencedMap<String, String> values() {
    return new LinkedHashMap<>(values);
  }
}
