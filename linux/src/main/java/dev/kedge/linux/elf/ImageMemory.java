package dev.kedge.linux.elf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;

/**
 * The bytes of an ELF file: a mapping of it, or a copy of what was in memory only. Shared by the
 * open file and the symbol tables that read their names from it; the last one frees it.
 */
final class ImageMemory {
  /** Images in memory are vDSOs and unpacked debug data; larger ones are refused. */
  static final long MAX_COPY = 64L << 20;

  private final Arena arena = Arena.ofShared();
  private final Shares shares = new Shares(arena::close);
  private final MemorySegment bytes;

  private ImageMemory(FileChannel channel) throws IOException {
    try {
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private ImageMemory(MemorySegment image) {
    if (image.byteSize() > MAX_COPY) {
      arena.close();
      throw new ElfException("an image in memory may have 64 MiB", MAX_COPY);
    }
    bytes = arena.allocate(Math.max(1, image.byteSize())).asSlice(0, image.byteSize());
    MemorySegment.copy(
        image, ValueLayout.JAVA_BYTE, 0, bytes, ValueLayout.JAVA_BYTE, 0, image.byteSize());
  }

  /** Maps a file; the channel may be closed afterwards. */
  static ImageMemory map(FileChannel channel) throws IOException {
    return new ImageMemory(channel);
  }

  static ImageMemory copy(MemorySegment image) {
    return new ImageMemory(image);
  }

  MemorySegment bytes() {
    return bytes;
  }

  Shares shares() {
    return shares;
  }

  /** Memory of its own; the pages of a mapped file are the page cache's. */
  long ownBytes() {
    return bytes.isMapped() ? 0 : bytes.byteSize();
  }

  /** Gives the pages read so far back, so that they do not count as memory of this process. */
  void unload() {
    if (bytes.isMapped() && bytes.byteSize() > 0) {
      bytes.unload();
    }
  }
}
