package dev.kedge.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the small text files of procfs, sysfs and cgroupfs, which may vanish, deny or fail at any
 * moment.
 */
public final class KernelFile {
  /** Far above any file this module reads in one piece. */
  public static final int MAX_BYTES = 4 << 20;

  /** Most files are smaller, and a page is what procfs makes at a time. */
  private static final int FIRST_BYTES = 4096;

  private KernelFile() {}

  /** The text of a file, cut at {@link #MAX_BYTES}; empty when it cannot be read. */
  public static Optional<String> text(Path file) {
    return bytes(file).map(content -> new String(content, StandardCharsets.UTF_8));
  }

  /** The bytes of a file, cut at {@link #MAX_BYTES}; empty when it cannot be read. */
  public static Optional<byte[]> bytes(Path file) {
    // Thousands of times an hour, in code that is seldom compiled: a channel costs twice as much.
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      byte[] content = new byte[FIRST_BYTES];
      int length = 0;
      int read;
      while (length < MAX_BYTES && (read = in.read(content, length, content.length - length)) > 0) {
        length += read;
        if (length == content.length) {
          content = Arrays.copyOf(content, Math.min(2 * length, MAX_BYTES));
        }
      }
      return Optional.of(Arrays.copyOf(content, length));
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }
}
