package dev.kedge.linux.elf;

/**
 * A function of a file.
 *
 * @param name as the linker knows it, not demangled
 * @param startFileOffset where its code begins in the file
 * @param size bytes of code
 */
public record Symbol(String name, long startFileOffset, long size) {}
