/**
 * Reads ELF files: build-id, where segments lie in the file, and which function an offset belongs
 * to. Files are hostile input: every offset and count is checked before use.
 */
@NullMarked
package dev.kedge.linux.elf;

import org.jspecify.annotations.NullMarked;
