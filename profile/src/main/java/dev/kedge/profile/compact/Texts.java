package dev.kedge.profile.compact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Adaptive code of names, one after the other: each bit of each character is predicted from the one
 * to six characters before it, and from what followed the longest stretch of earlier names that
 * ends like this one.
 */
final class Texts {
  /** Characters of all texts at most. */
  private static final int MOST = 1 << 26;

  private static final int MATCH_TABLE = 1 << 16;
  private static final int SHORTEST_MATCH = 5;
  private static final int LONGEST_MATCH = 31;

  private final MixedBits bits;
  private final Numbers lengths = new Numbers(1);
  private final Bits plain = new Bits(1);
  private final int[] matchTable = new int[MATCH_TABLE];
  private byte[] past = new byte[1 << 12];
  private int end = 8;
  private int match;
  private int matched;

  /** Texts of which about so many come. */
  Texts(int expected) {
    int size = 1 << Math.clamp(32 - Integer.numberOfLeadingZeros(expected) + 6, 14, 20);
    bits = new MixedBits(3 * 256, 1 << 12, 1 << 16, size, size, size, size, 1 << 11);
  }

  /**
   * Codes a text.
   *
   * @param kind small number of the kind of text it is, below 16
   */
  String code(Coder coder, int kind, String text) {
    boolean isPlain = text.chars().allMatch(c -> c > 0 && c < 256);
    if (plain.code(coder, 0, isPlain ? 1 : 0) == 0) {
      return any(coder, text);
    }
    byte[] given = text.getBytes(StandardCharsets.ISO_8859_1);
    int start = end;
    for (int i = 0; ; i++) {
      int next = character(coder, kind, i < given.length ? given[i] & 0xff : 0);
      if (next == 0) {
        return new String(past, start, end - 1 - start, StandardCharsets.ISO_8859_1);
      }
    }
  }

  /** Characters beyond Latin letters, and zeros, are not expected. */
  private String any(Coder coder, String text) {
    long length = lengths.code(coder, 0, text.length());
    if (length > MOST) {
      throw new CompactException("dictionary", "a name of %d characters".formatted(length));
    }
    StringBuilder coded = new StringBuilder();
    for (int i = 0; i < length; i++) {
      coded.append((char) coder.plain(16, i < text.length() ? text.charAt(i) : 0));
    }
    return coded.toString();
  }

  private int character(Coder coder, int kind, int given) {
    long before = before();
    int[] hashes = {
      (int) (before & 0xff) << 4 | kind,
      hash(before & 0xffff, 2),
      hash(before & 0xff_ffff, 3),
      hash(before & 0xffff_ffffL, 4),
      hash(before & 0xffff_ffff_ffffL, 6)
    };
    int predicted = matched == 0 ? 0 : (past[match] & 0xff) | 0x100;
    int coded = 1;
    for (int shift = 7; shift >= 0; shift--) {
      bits.context(0, kind << 8 | coded);
      // What half a character needs lies together, in one line of the cache.
      int half = shift > 3 ? coded : (1 << (3 - shift)) | (coded & ((1 << (3 - shift)) - 1));
      int upper = shift > 3 ? 0 : coded >>> (3 - shift);
      for (int i = 0; i < hashes.length; i++) {
        int line = ((hashes[i] + upper * 0x2545F491) * 0x9E3779B1) >>> 12;
        bits.context(i + 1, (line << 4) | half);
      }
      boolean follows = predicted >>> (shift + 1) == coded;
      int bit = predicted >>> shift & 1;
      bits.context(6, follows ? matched << 1 | bit | 64 : 0);
      int selector = follows ? (matched > 15 ? 2 : 1) : 0;
      coded = coded << 1 | bits.code(coder, selector << 8 | coded, given >>> shift & 1);
    }
    append((byte) coded);
    return coded & 0xff;
  }

  /** The last eight characters. */
  private long before() {
    long before = 0;
    for (int i = end - 8; i < end; i++) {
      before = (before << 8) | (past[i] & 0xff);
    }
    return before;
  }

  private void append(byte next) {
    if (end == MOST) {
      throw new CompactException("dictionary", "more than %d characters".formatted(MOST));
    }
    if (end == past.length) {
      past = Arrays.copyOf(past, 2 * end);
    }
    if (matched > 0 && past[match] == next) {
      matched = Math.min(LONGEST_MATCH, matched + 1);
      match++;
    } else {
      matched = 0;
    }
    past[end++] = next;
    int place = hash(before() & 0xff_ffff_ffffL, SHORTEST_MATCH) & (MATCH_TABLE - 1);
    if (matched == 0 && matchTable[place] > 0) {
      match = matchTable[place];
      while (matched < LONGEST_MATCH
          && match - matched > 0
          && past[match - 1 - matched] == past[end - 1 - matched]) {
        matched++;
      }
    }
    matchTable[place] = end;
  }

  private static int hash(long before, int order) {
    long mixed = (before + order) * 0x9E3779B97F4A7C15L;
    return (int) ((mixed >>> 32) ^ (mixed >>> 11));
  }
}
