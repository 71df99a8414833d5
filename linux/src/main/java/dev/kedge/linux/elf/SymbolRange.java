package dev.kedge.linux.elf;

/**
 * Where a symbol of any type lies.
 *
 * @param address first virtual address
 * @param size bytes, 0 when unknown
 */
public record SymbolRange(long address, long size) {}
