package dev.kedge.linux.proc;

/**
 * A stretch of a process's executable memory; addresses are unsigned.
 *
 * @param start first byte
 * @param end byte after the last
 * @param fileOffset byte in the file at {@code start}
 * @param file what is mapped
 */
public record Mapping(long start, long end, long fileOffset, MappedFile file) {
  /** Whether the address lies inside. */
  public boolean contains(long address) {
    return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
  }

  /** The byte in the file that is seen at an address inside. */
  public long fileOffset(long address) {
    return address - start + fileOffset;
  }

  /** The part from {@code from} to {@code to}, which must lie inside. */
  Mapping part(long from, long to) {
    return new Mapping(from, to, fileOffset(from), file);
  }

  /** The same stretch with the file described by another object. */
  Mapping with(MappedFile same) {
    return new Mapping(start, end, fileOffset, same);
  }

  /** Whether {@code next} begins where this ends and goes on with the same content. */
  boolean continuedBy(Mapping next) {
    return end == next.start
        && file.equals(next.file)
        && (file.kind() == MappedFile.Kind.ANONYMOUS || fileOffset(end) == next.fileOffset);
  }
}
