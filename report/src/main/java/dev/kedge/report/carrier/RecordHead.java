package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * Reads {@code /dev/kmsg} records and extended netconsole packets: {@code [host
 * ][release,]priority,sequence,micros,flags[,key=value...];text}.
 *
 * <p>What a receiver writes in front of a packet, a name or an address and a space, is taken as its
 * host.
 */
final class RecordHead {
  private static final int MAX_HEAD = 300;

  private RecordHead() {}

  /** Fills the draft, its text shown as on a console; false when the line is no record. */
  static boolean read(LineDraft draft) {
    String line = draft.raw;
    int semicolon = line.indexOf(';', 0, Math.min(line.length(), MAX_HEAD));
    if (semicolon < 7) {
      return false;
    }
    int start = line.lastIndexOf(' ', semicolon) + 1;
    String[] fields = line.substring(start, semicolon).split(",", 16);
    boolean release = !isNumber(fields[0]);
    int first = release ? 1 : 0;
    if (fields.length < first + 4
        || !isNumber(fields[first])
        || !isNumber(fields[first + 1])
        || !isNumber(fields[first + 2])
        || isNumber(fields[first + 3])) {
      return false;
    }
    draft.priority(Long.parseLong(fields[first]));
    draft.sequence = Long.parseLong(fields[first + 1]);
    draft.micros = Long.parseLong(fields[first + 2]);
    draft.carrier = release || start > 0 ? Carrier.NETCONSOLE : Carrier.KMSG;
    for (int i = first + 4; i < fields.length; i++) {
      String field = fields[i];
      if (field.startsWith("caller=")) {
        draft.context = field.substring(7);
      } else if (field.startsWith("ncfrag=")) {
        fragment(draft, field.substring(7));
      }
    }
    draft.host = host(line.substring(0, start).strip());
    draft.textStart = semicolon + 1;
    return true;
  }

  private static void fragment(LineDraft draft, String value) {
    int slash = value.indexOf('/');
    String offset = value.substring(0, Math.max(0, slash));
    String total = value.substring(slash + 1);
    if (isNumber(offset) && isNumber(total) && offset.length() < 7 && total.length() < 7) {
      draft.carrier = Carrier.NETCONSOLE;
      draft.fragmentOffset = Integer.parseInt(offset);
      draft.fragmentTotal = Integer.parseInt(total);
    }
  }

  /**
   * The last word in front of a packet: {@code 10.0.0.7}, {@code [fe80::1]:6665}, {@code web3:}.
   */
  private static String host(String prefix) {
    String word = prefix.substring(prefix.lastIndexOf(' ') + 1);
    if (word.startsWith("[") && word.indexOf(']') > 1) {
      return word.substring(1, word.indexOf(']'));
    }
    int colon = word.lastIndexOf(':');
    boolean port = colon > 0 && word.indexOf(':') == colon && digitsOrEmpty(word, colon + 1);
    return port ? word.substring(0, colon) : word;
  }

  private static boolean digitsOrEmpty(String word, int from) {
    return from == word.length() || Ascii.isNumber(word.substring(from));
  }

  private static boolean isNumber(String text) {
    return text.length() <= 18 && Ascii.isNumber(text);
  }

  /** The text with {@code \xNN} turned back into the bytes the kernel printed. */
  static String unescape(String text) {
    int first = text.indexOf("\\x");
    if (first < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[bytes.length];
    int length = 0;
    int i = 0;
    while (i < bytes.length) {
      if (bytes[i] == '\\'
          && i + 3 < bytes.length
          && bytes[i + 1] == 'x'
          && hex(bytes[i + 2]) >= 0
          && hex(bytes[i + 3]) >= 0) {
        out[length++] = (byte) (hex(bytes[i + 2]) * 16 + hex(bytes[i + 3]));
        i += 4;
      } else {
        out[length++] = bytes[i++];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static int hex(byte b) {
    return b < 0 ? -1 : Character.digit((char) b, 16);
  }
}
