package dev.kedge.linux.elf;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads names of functions where they are, in the file's string table. Holds a share of the file's
 * memory until closed.
 */
final class SymbolNames implements AutoCloseable {
  /** Longer names, as Rust and C++ templates make them, are cut. */
  static final int MAX_NAME_BYTES = 1024;

  /**
   * A page fault maps 16 pages around (fault_around_bytes), so some names later as many windows of
   * 64 KiB would count as memory of this process: after this many they are given back.
   */
  private static final int READS_UNTIL_UNLOAD = 16;

  private final ElfImage image;
  private final AtomicInteger reads = new AtomicInteger();

  SymbolNames(ElfImage image) {
    this.image = image;
    if (!image.memory().shares().take()) {
      throw new IllegalStateException("the ELF file is closed");
    }
  }

  /** The name at an offset; empty when there is none or the file was cut since. */
  Optional<String> read(long at) {
    try {
      String name = MappedFaults.guard(() -> image.text(at, MAX_NAME_BYTES));
      if (reads.incrementAndGet() % READS_UNTIL_UNLOAD == 0) {
        image.memory().unload();
      }
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    } catch (ElfException e) {
      return Optional.empty();
    }
  }

  long ownBytes() {
    return image.memory().ownBytes();
  }

  @Override
  public void close() {
    image.memory().shares().giveBack();
  }
}
