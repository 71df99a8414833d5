package dev.kedge.report.symbol;

/**
 * The attributes of a debugging information entry that matter here. A number that is absent is
 * {@link #ABSENT}; of a text there is where it is.
 */
final class Entry {
  /** In place of a number the entry does not have. */
  static final long ABSENT = Long.MIN_VALUE;

  static final int INLINED_SUBROUTINE = 0x1d;
  static final int SUBPROGRAM = 0x2e;

  int tag;
  boolean children;
  boolean end;
  long next;

  int nameForm;
  long name;
  int linkageNameForm;
  long linkageName;
  int directoryForm;
  long directory;
  long sibling;
  long low;
  boolean lowIndexed;
  long high;
  boolean highIsLength;
  boolean highIndexed;
  long ranges;
  boolean rangesIndexed;
  long origin;

  /** The origin is an entry of the file this one shares with others. */
  boolean originShared;

  long callFile;
  long callLine;
  long lineTable;
  long stringOffsets;
  long addresses;
  long rangeLists;

  /** The rest of the unit is in a file of its own. */
  boolean split;

  Entry() {
    clear();
  }

  /** Makes it an entry without attributes. */
  void clear() {
    tag = 0;
    children = false;
    end = false;
    nameForm = 0;
    linkageNameForm = 0;
    directoryForm = 0;
    sibling = ABSENT;
    low = ABSENT;
    lowIndexed = false;
    high = ABSENT;
    highIsLength = false;
    highIndexed = false;
    ranges = ABSENT;
    rangesIndexed = false;
    origin = ABSENT;
    originShared = false;
    callFile = ABSENT;
    callLine = ABSENT;
    lineTable = ABSENT;
    stringOffsets = ABSENT;
    addresses = ABSENT;
    rangeLists = ABSENT;
    split = false;
  }

  /** Whether it covers code. */
  boolean hasCode() {
    return ranges != ABSENT || (low != ABSENT && high != ABSENT);
  }
}
