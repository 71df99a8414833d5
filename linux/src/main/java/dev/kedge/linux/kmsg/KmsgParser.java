package dev.kedge.linux.kmsg;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the record format of Documentation/ABI/testing/dev-kmsg: {@code
 * prefix,sequence,microseconds,flags[,name=value...];text}, then lines {@code KEY=value} after a
 * blank. Unprintable bytes and backslashes are written as {@code \xNN} (msg_add_ext_text,
 * kernel/printk/printk.c). Pure; any bytes of any length are accepted.
 */
public final class KmsgParser {
  private static final int MAX_FIELDS = 64;

  private KmsgParser() {}

  /** The record in the first {@code length} bytes; empty when they have another form. */
  public static Optional<KmsgRecord> parse(byte[] bytes, int length) {
    int semicolon = indexOf(bytes, ';', 0, length);
    int headEnd = semicolon < 0 ? 0 : Math.min(semicolon, 256);
    String[] head = new String(bytes, 0, headEnd, StandardCharsets.US_ASCII).split(",", -1);
    if (head.length < 4) {
      return Optional.empty();
    }
    try {
      int prefix = Integer.parseInt(head[0]);
      long sequence = Long.parseLong(head[1]);
      long micros = Long.parseLong(head[2]);
      if (prefix < 0 || sequence < 0 || micros < 0) {
        return Optional.empty();
      }
      int textEnd = lineEnd(bytes, semicolon + 1, length);
      return Optional.of(
          new KmsgRecord(
              prefix >>> 3,
              prefix & 7,
              sequence,
              micros,
              head[3].equals("c") || head[3].equals("+"),
              caller(head),
              unescaped(bytes, semicolon + 1, textEnd),
              fields(bytes, textEnd + 1, length)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> caller(String[] head) {
    for (int i = 4; i < head.length; i++) {
      if (head[i].startsWith("caller=")) {
        return Optional.of(head[i].substring("caller=".length()));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> fields(byte[] bytes, int from, int length) {
    Map<String, String> fields = new HashMap<>();
    int at = from;
    while (at < length && fields.size() < MAX_FIELDS) {
      int end = lineEnd(bytes, at, length);
      int equals = indexOf(bytes, '=', at, end);
      if (bytes[at] == ' ' && equals > at + 1) {
        fields.put(
            new String(bytes, at + 1, equals - at - 1, StandardCharsets.UTF_8),
            unescaped(bytes, equals + 1, end));
      }
      at = end + 1;
    }
    return fields;
  }

  private static int lineEnd(byte[] bytes, int from, int length) {
    int end = indexOf(bytes, '\n', from, length);
    return end < 0 ? length : end;
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** The bytes as UTF-8 with each {@code \xNN} made one byte again. */
  private static String unescaped(byte[] bytes, int from, int to) {
    if (indexOf(bytes, '\\', from, to) < 0) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    byte[] out = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      int value = bytes[i] == '\\' && to - i > 3 && bytes[i + 1] == 'x' ? hex(bytes, i + 2) : -1;
      if (value >= 0) {
        out[length++] = (byte) value;
        i += 3;
      } else {
        out[length++] = bytes[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static int hex(byte[] bytes, int at) {
    int high = Character.digit(bytes[at], 16);
    int low = Character.digit(bytes[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
