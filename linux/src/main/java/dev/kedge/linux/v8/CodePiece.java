package dev.kedge.linux.v8;

import java.util.Optional;

/**
 * One piece of generated code.
 *
 * @param start first byte of code
 * @param end byte after the last
 * @param stream the object that holds the instructions
 * @param code its description
 * @param data what it has for deoptimisation; of baseline code the bytecode
 * @param kind by what it was made
 * @param places of optimised code which functions it is of
 */
record CodePiece(
    long start,
    long end,
    long stream,
    long code,
    long data,
    Kind kind,
    Optional<CodePlaces> places) {
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
    return places.isPresent();
  }

  /** Where the place begins an address inside lies in. */
  long place(long address) {
    return places.isPresent() ? start + places.get().start(address - start) : start;
  }

  /** The functions of an address inside, innermost first; none unless optimised. */
  long[] functions(long address) {
    return places.map(found -> found.functions(address - start)).orElse(new long[0]);
  }
}
