package dev.kedge.report.symbol;

/** Finds the functions of a unit that have code. */
final class UnitFunctions {
  private final EntryReader entries;
  private final AddressRanges ranges;

  UnitFunctions(EntryReader entries, AddressRanges ranges) {
    this.entries = entries;
    this.ranges = ranges;
  }

  /**
   * Reads all entries of a unit but those below functions, as far as these say where they end.
   *
   * @param into takes the ranges of each function under the offset of its entry
   */
  RangeIndex read(Unit unit, RangeIndex.Builder into) {
    Entry entry = new Entry();
    long at = unit.root().next;
    int depth = unit.root().children ? 1 : 0;
    while (depth > 0 && at < unit.end()) {
      long offset = at;
      entries.scan(unit, at, entry);
      at = entry.next;
      if (entry.end) {
        depth--;
        continue;
      }
      if (entry.tag == Entry.SUBPROGRAM && entry.hasCode()) {
        ranges.each(unit, unit.root(), entry, (low, high) -> into.add(low, high, offset));
      }
      boolean pass = entry.tag == Entry.SUBPROGRAM && entry.children;
      if (pass && entry.sibling > at && entry.sibling <= unit.end()) {
        at = entry.sibling;
      } else if (entry.children) {
        depth++;
      }
    }
    return into.build();
  }
}
