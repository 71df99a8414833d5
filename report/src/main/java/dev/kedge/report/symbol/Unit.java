package dev.kedge.report.symbol;

/**
 * The head of a compilation unit in {@code .debug_info}, and its first entry.
 *
 * @param start offset of the unit
 * @param end offset after it
 * @param version DWARF version, 2 to 5
 * @param wide offsets have 8 bytes
 * @param addressSize bytes of an address
 * @param abbreviations the shapes of its entries
 * @param firstEntry offset of its first entry
 * @param root the first entry; not to be changed
 */
record Unit(
    long start,
    long end,
    int version,
    boolean wide,
    int addressSize,
    Abbreviations abbreviations,
    long firstEntry,
    Entry root) {
  Unit with(Entry first) {
    return new Unit(start, end, version, wide, addressSize, abbreviations, firstEntry, first);
  }
}
