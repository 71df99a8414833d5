package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ids of commits by number and numbers by id, in two arrays. Ids that share their first seven
 * digits (28 bits, the shortest abbreviation in use) lie in one chain, so an abbreviation is looked
 * up like a whole id. Grows; not safe for threads that write.
 */
final class IdTable {
  /** Fewest digits an abbreviation may have. */
  static final int MIN_DIGITS = 7;

  private static final HexFormat HEX = HexFormat.of();

  private byte[] ids = new byte[0];
  private int[] slots = new int[1 << 10];
  private int idBytes;
  private int size;

  IdTable() {
    Arrays.fill(slots, -1);
  }

  int size() {
    return size;
  }

  /** Bytes of each id; 0 while there is none. */
  int idBytes() {
    return idBytes;
  }

  /** Appends an id, which must not be in the table, and returns its number. */
  int add(byte[] id) {
    if (size == 0) {
      idBytes = id.length;
    }
    if (id.length != idBytes) {
      throw new IllegalArgumentException("ids of two lengths");
    }
    if ((size + 1) * idBytes > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(1 << 14, Math.multiplyExact(ids.length, 2)));
    }
    System.arraycopy(id, 0, ids, size * idBytes, idBytes);
    if (size * 2 >= slots.length) {
      grow();
    }
    place(size);
    return size++;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    for (int n = 0; n < size; n++) {
      place(n);
    }
  }

  private void place(int n) {
    int slot = slot(prefix(ids, n * idBytes));
    while (slots[slot] >= 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = n;
  }

  private static int prefix(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 20
        | (bytes[at + 1] & 0xff) << 12
        | (bytes[at + 2] & 0xff) << 4
        | (bytes[at + 3] & 0xf0) >> 4;
  }

  private int slot(int prefix) {
    int mixed = prefix * 0x9e3779b1;
    return (mixed ^ (mixed >>> 15)) & (slots.length - 1);
  }

  /** The number of a whole id; -1 when it is not in the table. */
  int number(byte[] id) {
    if (size == 0 || id.length != idBytes) {
      return -1;
    }
    for (int slot = slot(prefix(id, 0)); slots[slot] >= 0; slot = (slot + 1) & (slots.length - 1)) {
      int at = slots[slot] * idBytes;
      if (Arrays.equals(ids, at, at + idBytes, id, 0, idBytes)) {
        return slots[slot];
      }
    }
    return -1;
  }

  /** The numbers of all ids that begin with these lower-case digits, at least seven. */
  int[] matching(String digits) {
    if (size == 0 || digits.length() < MIN_DIGITS || digits.length() > idBytes * 2) {
      return new int[0];
    }
    int prefix = HexFormat.fromHexDigits(digits, 0, MIN_DIGITS);
    int[] found = new int[0];
    for (int slot = slot(prefix); slots[slot] >= 0; slot = (slot + 1) & (slots.length - 1)) {
      if (begins(slots[slot] * idBytes, digits)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = slots[slot];
      }
    }
    return found;
  }

  private boolean begins(int at, String digits) {
    for (int i = 0; i < digits.length(); i++) {
      int octet = ids[at + i / 2] & 0xff;
      int digit = i % 2 == 0 ? octet >> 4 : octet & 0xf;
      if (HexFormat.fromHexDigit(digits.charAt(i)) != digit) {
        return false;
      }
    }
    return true;
  }

  CommitId id(int n) {
    return new CommitId(HEX.formatHex(ids, n * idBytes, (n + 1) * idBytes));
  }
}
