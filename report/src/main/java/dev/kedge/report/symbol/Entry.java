package dev.kedge.report.symbol;

/**
 * The attributes of a debugging information entry that matter here. A number that is absent is
 * {@link #ABSENT}.
 */
final class Entry {
  /** In place of a number the entry does not have. */
  static final long ABSENT = Long.MIN_VALUE;

  static final int COMPILE_UNIT = 0x11;
  static final int INLINED_SUBROUTINE = 0x1d;
  static final int SUBPROGRAM = 0x2e;
  static final int NAMESPACE = 0x39;
  static final int PARTIAL_UNIT = 0x3c;
  static final int SKELETON_UNIT = 0x4a;

  int tag;
  boolean children;
  boolean end;
  long next;

  String name = "";
  String linkageName = "";
  String directory = "";
  long sibling = ABSENT;
  long low = ABSENT;
  boolean lowIndexed;
  long high = ABSENT;
  boolean highIsLength;
  boolean highIndexed;
  long ranges = ABSENT;
  boolean rangesIndexed;
  long origin = ABSENT;
  long callFile = ABSENT;
  long callLine = ABSENT;
  long lineTable = ABSENT;
  long stringOffsets = ABSENT;
  long addresses = ABSENT;
  long rangeLists = ABSENT;
}
