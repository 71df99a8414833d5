package dev.kedge.linux.perf;

import dev.kedge.model.BuildId;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Build-ids out of records, each made once as long as it is in use: a start of a program tells
 * those of all its libraries. Fixed size; a newer one takes the place of an older. One thread at a
 * time.
 */
final class BuildIdCache {
  private static final int SLOTS = 512;
  private static final int MAX_BYTES = 20;
  private static final int WORDS = 3;

  private final long[] words = new long[WORDS * SLOTS];
  private final BuildId[] known = new BuildId[SLOTS];

  /**
   * The build-id that an MMAP2 record holds: in the word at {@code at} its length in the first byte
   * and, after four, its first bytes; sixteen more in the two words behind it (perf_event.h). Empty
   * when the length makes no sense.
   */
  Optional<BuildId> read(long[] record, int at) {
    int length = (int) (record[at] & 0xff);
    if (length < 1 || length > MAX_BYTES) {
      return Optional.empty();
    }
    long mixed = record[at] * 0x9E3779B97F4A7C15L ^ record[at + 1] ^ record[at + 2] >>> 7;
    int slot = (int) (mixed >>> 40) & (SLOTS - 1);
    int place = WORDS * slot;
    BuildId found = known[slot];
    if (found != null
        && words[place] == record[at]
        && words[place + 1] == record[at + 1]
        && words[place + 2] == record[at + 2]) {
      return Optional.of(found);
    }
    BuildId made = make(record, at, length);
    System.arraycopy(record, at, words, place, WORDS);
    known[slot] = made;
    return Optional.of(made);
  }

  private static BuildId make(long[] record, int at, int length) {
    byte[] id = new byte[length];
    for (int i = 0; i < length; i++) {
      int from = 8 * at + 4 + i;
      id[i] = (byte) (record[from >> 3] >>> ((from & 7) << 3));
    }
    return new BuildId(HexFormat.of().formatHex(id));
  }
}
