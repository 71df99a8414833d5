package dev.kedge.report.symbol;

/**
 * The head of a compilation unit in {@code .debug_info}, and what its first entry tells.
 *
 * @param start offset of the unit
 * @param end offset after it
 * @param version DWARF version, 2 to 5
 * @param wide offsets have 8 bytes
 * @param addressSize bytes of an address
 * @param abbreviations the shapes of its entries
 * @param firstEntry offset of its first entry
 */
record Unit(
    long start,
    long end,
    int version,
    boolean wide,
    int addressSize,
    Abbreviations abbreviations,
    long firstEntry) {}
