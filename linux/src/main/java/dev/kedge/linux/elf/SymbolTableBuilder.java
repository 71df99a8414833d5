package dev.kedge.linux.elf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Collects functions and packs them by file offset. Of several names for one place the best known
 * is kept: global before weak before local, then one with a size before one without, then the one
 * that came first.
 *
 * <p>All symbols are added twice: first to be counted, then, after {@link #keep}, to be kept. So
 * memory is taken once, outside the heap, and of too many the best known can be chosen.
 */
final class SymbolTableBuilder implements AutoCloseable {
  /** Rank of stubs that jump to a function of another file; others have ranks 0 to 2. */
  static final int PLT_RANK = -1;

  /** File offsets of code and names are kept in 32 bits, unsigned. */
  static final long MAX_OFFSET = 1L << 32;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** More than any file has: a kernel with debug data has a tenth of it. */
  private static final int MAX_SYMBOLS = 1 << 22;

  /** A sort key: file offset (32 bits), how little the name is known (3), index (29). */
  private static final int INDEX_BITS = 29;

  private static final int BEST = 7;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

  /** In place of a size: the symbol has none; the other bits hold the most it can have. */
  private static final int UNSIZED = 1 << 31;

  private final Arena arena = Arena.ofConfined();
  private final ElfImage names;
  private final ElfImage stubNames;
  private final int most;
  private boolean keeping;
  private long wellKnown;
  private long others;
  private long leftOut;
  private MemorySegment keys = MemorySegment.NULL;
  private MemorySegment details = MemorySegment.NULL;
  private int room;
  private int count;

  /**
   * An empty table.
   *
   * @param names the file the names of functions are in
   * @param stubNames the file the names of {@link #PLT_RANK} are in
   * @param maxBytes memory the table may take
   */
  SymbolTableBuilder(ElfImage names, ElfImage stubNames, long maxBytes) {
    this.names = names;
    this.stubNames = stubNames;
    this.most = Math.clamp(maxBytes / SymbolTable.BYTES_PER_SYMBOL, 0, MAX_SYMBOLS);
  }

  /** Ends counting: from now on what is added is kept. */
  void keep() {
    wellKnown = Math.min(wellKnown, most);
    others = Math.min(others, most - wellKnown);
    room = (int) (wellKnown + others);
    keys = arena.allocate(LONG, room);
    details = arena.allocate(INT, 2L * room);
    keeping = true;
  }

  /**
   * Adds a function.
   *
   * @param fileOffset where its code begins
   * @param size bytes of code, 0 when unknown
   * @param limit end of the code it can belong to at most, as a file offset
   * @param nameAt where its name is in its file
   * @param rank the higher the better known the name
   */
  void add(long fileOffset, long size, long limit, long nameAt, int rank) {
    boolean fits = fileOffset >= 0 && fileOffset < MAX_OFFSET && nameAt >= 0 && nameAt < MAX_OFFSET;
    if (fits && limit <= fileOffset) {
      return;
    }
    if (keeping) {
      if (fits && takeRoom(rank)) {
        put(fileOffset, size, Math.min(limit - fileOffset, Integer.MAX_VALUE), nameAt, rank);
      } else {
        leftOut++;
      }
    } else if (fits && rank > 0) {
      wellKnown++;
    } else if (fits) {
      others++;
    }
  }

  private boolean takeRoom(int rank) {
    return count < room && (rank > 0 ? wellKnown-- > 0 : others-- > 0);
  }

  private void put(long fileOffset, long size, long limit, long nameAt, int rank) {
    int place = BEST - (2 * (rank + 1) + (size > 0 ? 1 : 0));
    keys.setAtIndex(LONG, count, fileOffset << 32 | (long) place << INDEX_BITS | count);
    int length = (int) (size > 0 ? Math.min(size, limit) : limit);
    details.setAtIndex(INT, 2L * count, size > 0 ? length : length | UNSIZED);
    details.setAtIndex(INT, 2L * count + 1, (int) nameAt);
    count++;
  }

  /** Packs what was added. */
  SymbolTable build() {
    LongSort.sort(keys, count);
    int kept = keepBest();
    SymbolColumns columns = new SymbolColumns(kept);
    try {
      for (int i = 0; i < kept; i++) {
        long key = keys.getAtIndex(LONG, i);
        long start = key >>> 32;
        long next = i + 1 < kept ? keys.getAtIndex(LONG, i + 1) >>> 32 : MAX_OFFSET;
        long index = key & INDEX_MASK;
        int size = details.getAtIndex(INT, 2 * index);
        long length = size >= 0 ? size : Math.min(next - start, size & ~UNSIZED);
        boolean stub = place(key) > BEST - 2;
        columns.set(i, start, length, details.getAtIndex(INT, 2 * index + 1), stub);
      }
      return new SymbolTable(columns, new SymbolNames(names), new SymbolNames(stubNames), leftOut);
    } catch (RuntimeException e) {
      columns.close();
      throw e;
    }
  }

  private static int place(long key) {
    return (int) key >>> INDEX_BITS;
  }

  /** Leaves one key for each start, the best known, which sorting has put first. */
  private int keepBest() {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      long key = keys.getAtIndex(LONG, i);
      if (kept == 0 || keys.getAtIndex(LONG, kept - 1) >>> 32 != key >>> 32) {
        keys.setAtIndex(LONG, kept++, key);
      }
    }
    return kept;
  }

  /** Frees what building took; the table stays. */
  @Override
  public void close() {
    arena.close();
  }
}
