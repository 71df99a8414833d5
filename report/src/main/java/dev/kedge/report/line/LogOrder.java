package dev.kedge.report.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts the parts of a log into the order the kernel printed them, for carriers that do not keep it.
 *
 * <ul>
 *   <li>pstore files each hold one part of the log, the newest first: {@code Panic#2 Part1} ends
 *       where {@code Panic#2 Part2} began (fs/pstore/platform.c, pstore_dump)
 *   <li>extended netconsole packets travel by UDP: they come out of order, and a long record in
 *       fragments ({@code ncfrag=offset/length}, Documentation/networking/netconsole.rst)
 * </ul>
 *
 * A log of any other carrier stays as it is. Line numbers of reports then count in the arranged
 * log.
 */
public final class LogOrder {
  /** A packet is not later than this many others; a larger step back is a new boot. */
  private static final int MAX_REORDER = 8192;

  private LogOrder() {}

  /** The log in order; the same array when there is nothing to do. */
  public static byte[] arrange(byte[] log) {
    if (contains(log, "Part")) {
      byte[] parts = joinParts(log);
      if (parts.length > 0) {
        return parts;
      }
    }
    return contains(log, ",ncfrag=") || startsWithRecord(log) ? sortRecords(log) : log;
  }

  private record Part(int dump, int part, int start, int end) {}

  /** Dumps in order, the highest part of each first; empty when the log is no pstore text. */
  private static byte[] joinParts(byte[] log) {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    while (start < log.length) {
      int end = lineEnd(log, start);
      Part part =
          partOf(
              new String(log, start, Math.min(end - start, 80), StandardCharsets.ISO_8859_1), end);
      if (part.part() > 0) {
        closeLast(parts, start);
        parts.add(part);
      } else if (parts.isEmpty() && end - start > 1) {
        return new byte[0];
      }
      start = end;
    }
    if (parts.size() < 2) {
      return new byte[0];
    }
    closeLast(parts, log.length);
    parts.sort(
        Comparator.comparingInt(Part::dump).thenComparing(Part::part, Comparator.reverseOrder()));
    ByteArrayOutputStream out = new ByteArrayOutputStream(log.length);
    for (Part part : parts) {
      out.write(log, part.start(), part.end() - part.start());
      if (part.end() > part.start() && log[part.end() - 1] != '\n') {
        out.write('\n');
      }
    }
    return out.toByteArray();
  }

  private static void closeLast(List<Part> parts, int end) {
    if (!parts.isEmpty()) {
      Part open = parts.removeLast();
      parts.add(new Part(open.dump(), open.part(), open.start(), end));
    }
  }

  /** {@code Oops#3 Part2}; part 0 when the line is no such title. */
  private static Part partOf(String line, int bodyStart) {
    String text = line.strip();
    int hash = text.indexOf('#');
    int part = text.indexOf(" Part");
    if (hash > 0 && part > hash && Ascii.isAlphanumeric(text.charAt(0))) {
      String dump = text.substring(hash + 1, part);
      String number = text.substring(part + " Part".length());
      if (isShortNumber(dump) && isShortNumber(number)) {
        return new Part(Integer.parseInt(dump), Integer.parseInt(number), bodyStart, bodyStart);
      }
    }
    return new Part(0, 0, 0, 0);
  }

  private static boolean isShortNumber(String text) {
    return text.length() < 9 && Ascii.isNumber(text);
  }

  private record Packet(long order, int fragment, String head, String body) {}

  /** Records sorted by sequence number, their fragments joined; other lines stay behind theirs. */
  private static byte[] sortRecords(byte[] log) {
    List<Packet> packets = new ArrayList<>();
    long last = 0;
    long boot = 0;
    boolean sorted = true;
    for (int start = 0; start < log.length; ) {
      int end = lineEnd(log, start);
      String line =
          withoutLineEnd(new String(log, start, end - start, StandardCharsets.ISO_8859_1));
      start = end;
      long sequence = RecordHead.sequence(line);
      if (sequence < 0) {
        packets.add(new Packet(boot + last, Integer.MAX_VALUE, "", line));
        continue;
      }
      if (sequence < last - MAX_REORDER) {
        boot += last + 1;
        last = 0;
      }
      int fragment = RecordHead.fragment(line);
      sorted &= sequence >= last && fragment <= 0;
      last = Math.max(last, sequence);
      int text = line.indexOf(';') + 1;
      packets.add(
          new Packet(boot + sequence, fragment, line.substring(0, text), line.substring(text)));
    }
    if (sorted && packets.stream().noneMatch(p -> p.fragment() == 0)) {
      return log;
    }
    packets.sort(Comparator.comparingLong(Packet::order).thenComparingInt(Packet::fragment));
    return joined(packets);
  }

  /** Without CR and LF, but with spaces: a fragment may end in one. */
  private static String withoutLineEnd(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return line.substring(0, end);
  }

  private static byte[] joined(List<Packet> packets) {
    StringBuilder out = new StringBuilder();
    long open = -1;
    for (Packet packet : packets) {
      boolean more =
          packet.fragment() > 0 && packet.order() == open && packet.fragment() < Integer.MAX_VALUE;
      if (!more) {
        out.append(out.isEmpty() ? "" : "\n").append(packet.head());
      }
      out.append(packet.body());
      open = packet.fragment() >= 0 && packet.fragment() < Integer.MAX_VALUE ? packet.order() : -1;
    }
    return out.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean startsWithRecord(byte[] log) {
    int end = lineEnd(log, 0);
    String line = new String(log, 0, Math.min(end, 300), StandardCharsets.ISO_8859_1);
    return RecordHead.sequence(line) >= 0;
  }

  private static int lineEnd(byte[] log, int start) {
    int end = start;
    while (end < log.length && log[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, log.length);
  }

  /** Whether the first 4096 bytes hold a text, so that ordinary logs are not searched. */
  private static boolean contains(byte[] log, String text) {
    int end = Math.min(log.length, 4096);
    return new String(log, 0, end, StandardCharsets.ISO_8859_1).contains(text);
  }
}
