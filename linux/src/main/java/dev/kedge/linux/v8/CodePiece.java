package dev.kedge.linux.v8;

import java.util.Arrays;

/**
 * One piece of generated code. The functions of optimised code are those of the places: which
 * place, of several functions inlined, an address belongs to is told by {@code offsets}.
 *
 * @param start first byte of code
 * @param end byte after the last
 * @param stream the object that holds the instructions
 * @param code its description
 * @param data what it has for deoptimisation; of baseline code the bytecode
 * @param kind by what it was made
 * @param offsets where places begin, ascending, from zero; empty unless optimised
 * @param places for each an index into {@code chains}
 * @param chains {@code SharedFunctionInfo}s, innermost first
 */
record CodePiece(
    long start,
    long end,
    long stream,
    long code,
    long data,
    Kind kind,
    int[] offsets,
    int[] places,
    long[][] chains) {
  /** What made a piece of code. */
  enum Kind {
    /** Maglev or Turbofan. */
    OPTIMISED,
    /** Sparkplug: the frames are those of the interpreter. */
    BASELINE,
    /** A regular expression. */
    PATTERN,
    /** Anything else, as a copy of the interpreter's entry. */
    OTHER
  }

  boolean contains(long address) {
    return address >= start && address < end;
  }

  boolean optimised() {
    return kind == Kind.OPTIMISED;
  }

  private int index(long address) {
    int found = Arrays.binarySearch(offsets, (int) (address - start));
    return found >= 0 ? found : -found - 2;
  }

  /** Where the place begins an address inside lies in. */
  long place(long address) {
    return offsets.length == 0 ? start : start + offsets[index(address)];
  }

  /** The functions of an address inside, innermost first. */
  long[] functions(long address) {
    return chains[places[index(address)]];
  }
}
