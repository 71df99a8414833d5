package dev.kedge.report.line;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the head of a {@code /dev/kmsg} record or an extended netconsole packet: {@code
 * [release,]prefix,sequence,micros,flags[,key=value...];}.
 */
final class RecordHead {
  private static final int MAX_HEAD = 200;

  private RecordHead() {}

  /**
   * The fields, priority first; empty when the line has no such head.
   *
   * @return priority, sequence, micros, flags and any {@code key=value}
   */
  static List<String> fields(String line) {
    int semicolon = line.indexOf(';');
    int space = line.indexOf(' ');
    if (semicolon < 0 || semicolon > MAX_HEAD || (space >= 0 && space < semicolon)) {
      return List.of();
    }
    List<String> fields = new ArrayList<>();
    int start = 0;
    while (start <= semicolon) {
      int comma = line.indexOf(',', start);
      int end = comma < 0 || comma > semicolon ? semicolon : comma;
      fields.add(line.substring(start, end));
      start = end + 1;
    }
    List<String> record = isNumber(fields.getFirst()) ? fields : fields.subList(1, fields.size());
    boolean whole =
        record.size() >= 4
            && isNumber(record.get(0))
            && isNumber(record.get(1))
            && isNumber(record.get(2));
    return whole ? record : List.of();
  }

  /** The sequence number, -1 when the line is no record. */
  static long sequence(String line) {
    List<String> fields = fields(line);
    return fields.isEmpty() ? -1 : Long.parseLong(fields.get(1));
  }

  /** The value of a {@code key=value} field, empty when there is none. */
  static String value(List<String> fields, String key) {
    for (String field : fields) {
      if (field.startsWith(key + "=")) {
        return field.substring(key.length() + 1);
      }
    }
    return "";
  }

  /** Offset of the fragment this packet holds, -1 when it holds a whole record. */
  static int fragment(String line) {
    String fragment = value(fields(line), "ncfrag");
    int slash = fragment.indexOf('/');
    String offset = slash < 0 ? "" : fragment.substring(0, slash);
    return offset.length() < 9 && Ascii.isNumber(offset) ? Integer.parseInt(offset) : -1;
  }

  private static boolean isNumber(String text) {
    return text.length() <= 18 && Ascii.isNumber(text);
  }
}
