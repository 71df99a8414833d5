package dev.kedge.linux.elf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The functions of a file, by file offset, in plain arrays. Immutable and thread-safe. */
public final class SymbolTable {
  /** A file without symbols. */
  public static final SymbolTable EMPTY =
      new SymbolTable(new long[0], new int[0], new int[] {0}, new byte[0]);

  /** How many earlier symbols are looked at for one that encloses the offset. */
  private static final int MAX_NESTING = 8;

  private final long[] starts;
  private final int[] sizes;
  private final int[] nameEnds;
  private final byte[] names;

  /**
   * Takes over the arrays.
   *
   * @param starts file offsets, ascending, no two equal
   * @param sizes bytes of code, positive
   * @param nameEnds where the name of each symbol begins in {@code names}, and one end more
   * @param names all names, UTF-8
   */
  SymbolTable(long[] starts, int[] sizes, int[] nameEnds, byte[] names) {
    this.starts = starts;
    this.sizes = sizes;
    this.nameEnds = nameEnds;
    this.names = names;
  }

  /**
   * The innermost function whose code holds a file offset. For a return address ask with the
   * address minus one, or a call at a function's very end is taken for the next function.
   */
  public Optional<Symbol> lookup(long fileOffset) {
    int at = Arrays.binarySearch(starts, fileOffset);
    if (at < 0) {
      at = -at - 2;
    }
    for (int i = at; i >= 0 && i > at - MAX_NESTING; i--) {
      if (fileOffset - starts[i] < sizes[i]) {
        return Optional.of(symbol(i));
      }
    }
    return Optional.empty();
  }

  private Symbol symbol(int index) {
    String name =
        new String(
            names, nameEnds[index], nameEnds[index + 1] - nameEnds[index], StandardCharsets.UTF_8);
    return new Symbol(name, starts[index], sizes[index]);
  }

  /** How many functions there are. */
  public int size() {
    return starts.length;
  }

  /** Memory of the arrays. */
  public long bytes() {
    return 16L * starts.length + names.length + 96;
  }
}
