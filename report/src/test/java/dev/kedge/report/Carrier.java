package dev.kedge.report;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Ways a kernel's lines reach a file. */
enum Carrier {
  CRLF,
  LEVEL,
  COLOUR,
  JOURNAL,
  SYSLOG,
  RECORD,
  NETCONSOLE;

  byte[] wrap(byte[] log) {
    return new String(log, StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> form(LinePrefix.read(1, line)))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String form(LogLine line) {
    return switch (this) {
      case CRLF -> line.raw() + "\r";
      case LEVEL -> "<4>" + line.raw();
      case COLOUR -> "\u001b[0m\u001b[32m" + line.raw() + "\u001b[0m";
      case JOURNAL -> "Nov 22 10:00:00 host7 kernel: " + line.text();
      case SYSLOG -> "2026-11-22T10:00:00.123456+00:00 host7 kernel: " + line.raw();
      case RECORD -> record(line);
      case NETCONSOLE -> "6.12.3," + record(line);
    };
  }

  private static String record(LogLine line) {
    String caller = line.caller().isEmpty() ? "" : ",caller=" + line.caller();
    long micros = Math.max(0, line.micros());
    return "4,%d,%d,-%s;%s".formatted(line.number(), micros, caller, line.text());
  }
}
