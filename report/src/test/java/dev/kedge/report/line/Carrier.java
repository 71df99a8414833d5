package dev.kedge.report.line;

import dev.kedge.report.carrier.CarrierReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Ways a kernel's lines reach a file. */
public enum Carrier {
  CRLF,
  LEVEL,
  COLOUR,
  HUMAN,
  DECODED,
  JOURNAL,
  MONOTONIC,
  EXPORT,
  JSON,
  SYSLOG,
  RFC5424,
  LOGCAT,
  RECORD,
  NETCONSOLE,
  FRAGMENTS,
  LATE_PACKETS,
  PSTORE;

  /** The log's lines as this carrier brings them. */
  public byte[] wrap(byte[] log) {
    return switch (this) {
      case FRAGMENTS, LATE_PACKETS -> packets(log);
      case PSTORE -> parts(log);
      default -> lines(log);
    };
  }

  /** What a console log's lines say. */
  public static List<LogLine> unwrap(byte[] log) {
    List<LogLine> lines = new ArrayList<>();
    CarrierReader reader =
        new CarrierReader(record ->
            lines.add(
                new LogLine(
                    lines.size() + 1,
                    record.raw(),
                    record.text(),
                    record.host(),
                    record.context(),
                    record.micros())));
    reader.feed(log, 0, log.length);
    reader.end();
    return lines;
  }

  private byte[] packets(byte[] log) {
    List<String> packets = new ArrayList<>();
    for (LogLine line : unwrap(log)) {
      String record = "6.12.3," + record(line);
      int body = record.indexOf(';') + 1;
      int half = body + (record.length() - body) / 2;
      if (this == LATE_PACKETS || half == body) {
        packets.add(packets.size() - packets.size() % 3, record);
      } else {
        String head = record.substring(0, body - 1);
        int length = record.length() - body;
        packets.add(
            "%s,ncfrag=%d/%d;%s".formatted(head, half - body, length, record.substring(half)));
        packets.add("%s,ncfrag=0/%d;%s".formatted(head, length, record.substring(body, half)));
      }
    }
    return (String.join("\n", packets) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] parts(byte[] log) {
    List<String> lines = new String(log, StandardCharsets.ISO_8859_1).lines().toList();
    StringBuilder out = new StringBuilder();
    int part = 0;
    for (int end = lines.size(); end > 0; end -= 12) {
      out.append("Panic#1 Part").append(++part).append('\n');
      lines.subList(Math.max(0, end - 12), end).forEach(l -> out.append(l).append('\n'));
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] lines(byte[] log) {
    return unwrap(log).stream()
        .map(this::form)
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String form(LogLine line) {
    return switch (this) {
      case CRLF -> line.raw() + "\r";
      case LEVEL -> "<4>" + line.raw();
      case COLOUR -> "\u001b[0m\u001b[32m" + line.raw() + "\u001b[0m";
      case JOURNAL -> "Nov 22 10:00:00 host7 kernel: " + line.text();
      case HUMAN -> "[Sat Nov 22 10:00:00 2026] " + caller(line) + line.text();
      case DECODED -> "kern  :warn  : " + line.raw();
      case MONOTONIC -> "%shost7 kernel: %s".formatted(stamp(line), line.text());
      case EXPORT ->
          "__CURSOR=s=%d\n_TRANSPORT=kernel\n_HOSTNAME=host7\n%sMESSAGE=%s\n"
              .formatted(
                  line.number(),
                  line.micros() < 0
                      ? ""
                      : "_SOURCE_MONOTONIC_TIMESTAMP=%d\n".formatted(line.micros()),
                  line.text());
      case JSON -> json(line);
      case RFC5424 -> "<4>1 2026-11-22T10:00:00Z host7 kernel - - - " + line.raw();
      case LOGCAT -> logcat(line.text());
      case SYSLOG -> "2026-11-22T10:00:00.123456+00:00 host7 kernel: " + line.raw();
      case RECORD -> record(line);
      default -> "6.12.3," + record(line);
    };
  }

  private static String caller(LogLine line) {
    return line.caller().isEmpty() ? "" : "[%6s] ".formatted(line.caller());
  }

  private static String stamp(LogLine line) {
    return line.micros() < 0
        ? "Nov 22 10:00:00 "
        : "[%5d.%06d] ".formatted(line.micros() / 1_000_000, line.micros() % 1_000_000);
  }

  private static String json(LogLine line) {
    StringBuilder text = new StringBuilder();
    for (char c : line.text().toCharArray()) {
      text.append(
          c == '"' || c == '\\' ? "\\" + c : c < ' ' ? "\\u%04x".formatted((int) c) : "" + c);
    }
    return "{\"_TRANSPORT\":\"kernel\",\"_HOSTNAME\":\"host7\",%s\"MESSAGE\":\"%s\"}"
        .formatted(
            line.micros() < 0
                ? ""
                : "\"_SOURCE_MONOTONIC_TIMESTAMP\":\"%d\",".formatted(line.micros()),
            text);
  }

  /** Android's log daemon makes what stands before a colon the tag, padded to eight. */
  private static String logcat(String text) {
    int colon = text.indexOf(": ");
    boolean tag = colon > 0 && !text.startsWith(" ");
    return "11-22 10:00:00.123     0     0 W %-8s: %s"
        .formatted(tag ? text.substring(0, colon) : "", tag ? text.substring(colon + 2) : text);
  }

  private static String record(LogLine line) {
    String caller = line.caller().isEmpty() ? "" : ",caller=" + line.caller();
    long micros = Math.max(0, line.micros());
    return "4,%d,%d,-%s;%s".formatted(line.number(), micros, caller, line.text());
  }
}
