package dev.kedge.report.carrier;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads the journal's export format (systemd.io/JOURNAL_EXPORT_FORMATS): {@code FIELD=value} lines,
 * values with line feeds or other control characters as {@code FIELD}, line feed, 8 bytes of length
 * (little endian), the bytes and a line feed; an empty line ends an entry.
 */
final class JournalExport {
  private static final long MAX_VALUE = 1L << 30;

  private enum Expected {
    LINE,
    LENGTH,
    VALUE,
    VALUE_END
  }

  private final Consumer<JournalEntry> entries;
  private JournalEntry entry = new JournalEntry();
  private Expected expected = Expected.LINE;
  private String field = "";
  private boolean active;

  JournalExport(Consumer<JournalEntry> entries) {
    this.entries = entries;
  }

  boolean isActive() {
    return active;
  }

  /** True when an export can begin with this line: one of the journal's own fields. */
  static boolean begins(byte[] bytes, int from, int to) {
    if (to - from < 8 || bytes[from] != '_') {
      return false;
    }
    int equals = equals(bytes, from, to);
    String name = name(bytes, from, equals < 0 ? to : equals);
    return equals > 0
        && (JournalEntry.knows(name) || name.equals("__CURSOR") || name.equals("__SEQNUM"));
  }

  /**
   * Takes a line; returns how many bytes of a block follow, or -1 when the export ends before this
   * line.
   */
  long line(byte[] bytes, int from, int to, boolean cut) {
    active = true;
    if (expected == Expected.VALUE_END && from == to) {
      expected = Expected.LINE;
      return 0;
    }
    expected = Expected.LINE;
    if (from == to) {
      finish();
      return 0;
    }
    int equals = equals(bytes, from, to);
    int nameEnd = equals < 0 ? to : equals;
    if (!isName(bytes, from, nameEnd)) {
      end();
      return -1;
    }
    field = name(bytes, from, nameEnd);
    if (equals < 0) {
      expected = Expected.LENGTH;
      return Long.BYTES;
    }
    if (cut) {
      entry.lost(field);
    } else if (JournalEntry.knows(field)) {
      entry.set(field, bytes, equals + 1, to);
    } else {
      entry.set("", "");
    }
    return 0;
  }

  /** Takes a length or a value; returns how many bytes of a block follow. */
  long block(byte[] bytes, int from, int to, boolean cut) {
    if (expected == Expected.LENGTH) {
      long length = 0;
      for (int i = Math.min(to, from + Long.BYTES) - 1; i >= from; i--) {
        length = (length << 8) | (bytes[i] & 0xff);
      }
      boolean sane = to - from == Long.BYTES && length >= 0 && length <= MAX_VALUE;
      expected = sane && length > 0 ? Expected.VALUE : Expected.VALUE_END;
      if (!sane) {
        entry.lost(field);
        expected = Expected.LINE;
        return 0;
      }
      return length;
    }
    expected = Expected.VALUE_END;
    if (JournalEntry.knows(field)) {
      entry.set(field, bytes, from, to);
    } else {
      entry.set("", "");
    }
    if (cut && !field.equals("MESSAGE")) {
      entry.lost(field);
    }
    return 0;
  }

  /** Hands out the entry that is not finished by an empty line, and ends. */
  void end() {
    finish();
    active = false;
    expected = Expected.LINE;
  }

  private void finish() {
    if (!entry.isEmpty()) {
      JournalEntry done = entry;
      entry = new JournalEntry();
      entries.accept(done);
    }
  }

  private static int equals(byte[] bytes, int from, int to) {
    for (int i = from; i < to && i < from + 65; i++) {
      if (bytes[i] == '=') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isName(byte[] bytes, int from, int to) {
    if (to == from || to - from > 64) {
      return false;
    }
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (!(b >= 'A' && b <= 'Z') && !(b >= '0' && b <= '9') && b != '_') {
        return false;
      }
    }
    return true;
  }

  private static String name(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
