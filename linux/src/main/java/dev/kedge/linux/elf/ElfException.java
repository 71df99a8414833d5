package dev.kedge.linux.elf;

import dev.kedge.linux.LinuxException;

/** A file is no ELF file, or one that contradicts itself. */
public final class ElfException extends LinuxException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * What is wrong.
   *
   * @param message the contradiction
   * @param offset byte in the file where it shows
   */
  public ElfException(String message, long offset) {
    super("ELF file, byte %d: %s".formatted(offset, message));
    this.offset = offset;
  }

  /** Byte in the file where the contradiction shows. */
  public long offset() {
    return offset;
  }
}
