package dev.kedge.linux.v8;

import java.util.Arrays;
import java.util.List;

/**
 * Which functions the parts of a piece of optimised code are of: the compiled one, with those
 * inlined there. Immutable.
 */
final class CodePlaces {
  private final int[] offsets;
  private final int[] inlinings;
  private final List<long[]> chains;

  /**
   * Places of some code.
   *
   * @param offsets where places begin in the code, ascending, the first at zero
   * @param inlinings for each an index into {@code chains}
   * @param chains functions, innermost first
   */
  CodePlaces(int[] offsets, int[] inlinings, List<long[]> chains) {
    this.offsets = offsets;
    this.inlinings = inlinings;
    this.chains = List.copyOf(chains);
  }

  /** All of the code is of one function. */
  static CodePlaces of(long shared) {
    return new CodePlaces(new int[1], new int[1], List.of(new long[] {shared}));
  }

  private int index(long offset) {
    int found = Arrays.binarySearch(offsets, (int) offset);
    return found >= 0 ? found : -found - 2;
  }

  /** Where the place begins an offset in the code lies in; makes no garbage. */
  int start(long offset) {
    return offsets[index(offset)];
  }

  /** The functions of an offset in the code, innermost first. */
  long[] functions(long offset) {
    return chains.get(inlinings[index(offset)]);
  }
}
