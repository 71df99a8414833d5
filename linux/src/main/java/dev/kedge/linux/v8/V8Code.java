package dev.kedge.linux.v8;

import java.util.Collection;

/**
 * Generated code of V8 that is known, by address. Immutable: made by the thread that reads, asked
 * by the one that walks stacks.
 */
public final class V8Code {
  /** No code is known. */
  public static final V8Code EMPTY = new V8Code(new CodePiece[0]);

  private final CodePiece[] pieces;
  private final long[] starts;

  private V8Code(CodePiece[] pieces) {
    this.pieces = pieces;
    this.starts = new long[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      starts[i] = pieces[i].start();
    }
  }

  /**
   * Some code.
   *
   * @param sorted by address
   */
  static V8Code of(Collection<CodePiece> sorted) {
    return new V8Code(sorted.toArray(CodePiece[]::new));
  }

  /** The piece that holds an address, or minus one; makes no garbage. */
  public int find(long address) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= address) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && address < pieces[high].end() ? high : -1;
  }

  /** Whether a piece tells itself which functions it is of, and not its frames. */
  public boolean optimised(int piece) {
    return pieces[piece].optimised();
  }

  /** The first address of those around one that belong to the same functions. */
  public long place(int piece, long address) {
    return pieces[piece].place(address);
  }
}
