package dev.kedge.linux.perf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings out of records, each made once as long as it is in use: paths and names repeat all the
 * time. Fixed size; a newer text takes the place of an older one. One thread at a time.
 */
final class TextCache {
  private static final int SLOTS = 1024;

  private final byte[][] bytes = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];
  private final byte[] scratch = new byte[RecordHeader.MAX_WORDS * 8];

  /** The zero-terminated text that begins at word {@code from} and ends before word {@code to}. */
  String read(long[] words, int from, int to) {
    int length = 0;
    int hash = 0;
    int end = Math.max(from, to) * 8;
    for (int i = from * 8; i < end; i++) {
      byte b = (byte) (words[i >> 3] >>> ((i & 7) << 3));
      if (b == 0) {
        break;
      }
      scratch[length++] = b;
      hash = hash * 31 + b;
    }
    int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
    byte[] known = bytes[slot];
    if (known != null && Arrays.equals(known, 0, known.length, scratch, 0, length)) {
      return texts[slot];
    }
    String text = new String(scratch, 0, length, StandardCharsets.UTF_8);
    bytes[slot] = Arrays.copyOf(scratch, length);
    texts[slot] = text;
    return text;
  }
}
