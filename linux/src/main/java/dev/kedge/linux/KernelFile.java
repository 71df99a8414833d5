package dev.kedge.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the small text files of procfs, sysfs and cgroupfs, which may vanish, deny or fail at any
 * moment.
 */
public final class KernelFile {
  /** Far above any file this module reads in one piece. */
  public static final int MAX_BYTES = 4 << 20;

  private KernelFile() {}

  /** The text of a file, cut at {@link #MAX_BYTES}; empty when it cannot be read. */
  public static Optional<String> text(Path file) {
    return bytes(file).map(content -> new String(content, StandardCharsets.UTF_8));
  }

  /** The bytes of a file, cut at {@link #MAX_BYTES}; empty when it cannot be read. */
  public static Optional<byte[]> bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(MAX_BYTES));
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }
}
