package dev.kedge.linux.elf;

/**
 * One program header.
 *
 * @param type PT_ type
 * @param flags PF_ flags
 * @param fileOffset first byte in the file
 * @param address first virtual address
 * @param fileSize bytes in the file
 */
public record ProgramHeader(int type, int flags, long fileOffset, long address, long fileSize) {
  static final int PT_LOAD = 1;
  static final int PT_NOTE = 4;
  private static final int PF_X = 1;

  /** Whether it is loaded as executable memory. */
  public boolean executable() {
    return type == PT_LOAD && (flags & PF_X) != 0;
  }

  /** Whether it is loaded and a file offset lies inside. */
  public boolean loads(long offset) {
    return type == PT_LOAD && holdsOffset(offset);
  }

  /** Whether a virtual address lies in the part that comes from the file. */
  boolean holdsAddress(long virtual) {
    return Long.compareUnsigned(virtual - address, fileSize) < 0;
  }

  /** Whether a file offset lies inside. */
  boolean holdsOffset(long offset) {
    return Long.compareUnsigned(offset - fileOffset, fileSize) < 0;
  }
}
