package dev.kedge.patches.index;

/** Ids of commits as git prints them, read from bytes. */
final class HexBytes {
  private static final byte[] NONE = new byte[0];

  private HexBytes() {}

  /** The bytes of a whole id, 40 or 64 lower-case digits; none when these are no such id. */
  static byte[] parse(byte[] text, int from, int to) {
    int digits = to - from;
    if (digits != 40 && digits != 64) {
      return NONE;
    }
    byte[] id = new byte[digits / 2];
    for (int i = 0; i < id.length; i++) {
      int high = digit(text[from + 2 * i]);
      int low = digit(text[from + 2 * i + 1]);
      if ((high | low) < 0) {
        return NONE;
      }
      id[i] = (byte) (high << 4 | low);
    }
    return id;
  }

  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
