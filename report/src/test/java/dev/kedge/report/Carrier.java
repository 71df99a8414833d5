package dev.kedge.report;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ways a kernel's lines reach a file. Lines without a time stamp get one, as the kernel's have. */
enum Carrier {
  CRLF(line -> line.raw() + "\r"),
  LEVEL(line -> "<4>" + line.raw()),
  COLOUR(line -> "\u001b[0m\u001b[32m" + line.raw() + "\u001b[0m"),
  JOURNAL(line -> "Nov 22 10:00:00 host7 kernel: " + line.text()),
  SYSLOG(line -> "2026-11-22T10:00:00.123456+00:00 host7 kernel: " + line.raw()),
  RECORD(line ->
      "4,%d,%d,-%s;%s"
          .formatted(
              line.number(),
              Math.max(0, line.micros()),
              line.caller().isEmpty() ? "" : ",caller=" + line.caller(),
              line.text()));

  private final Function<LogLine, String> form;

  Carrier(Function<LogLine, String> form) {
    this.form = form;
  }

  byte[] wrap(byte[] log) {
    return new String(log, StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> form.apply(LinePrefix.read(1, line)))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
