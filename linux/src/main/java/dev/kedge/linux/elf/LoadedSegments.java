package dev.kedge.linux.elf;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where the bytes of a file are meant to be seen in memory.
 *
 * @param segments its program headers; only those that are loaded count
 */
public record LoadedSegments(List<ProgramHeader> segments) {
  public LoadedSegments {
    segments = List.copyOf(segments);
  }

  /** The virtual address of a byte of the file. */
  public OptionalLong address(long fileOffset) {
    for (ProgramHeader segment : segments) {
      if (segment.type() == ProgramHeader.PT_LOAD && segment.holdsOffset(fileOffset)) {
        return OptionalLong.of(fileOffset - segment.fileOffset() + segment.address());
      }
    }
    return OptionalLong.empty();
  }
}
