package dev.kedge.verify.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Writes the {@code newc} cpio format, the one a kernel unpacks at boot (kernel
 * Documentation/driver-api/early-userspace/buffer-format.rst). Folders above a file are made when
 * they are missing. Every entry belongs to root and has the time 0, so that equal content gives
 * equal bytes. Not thread-safe.
 */
public final class CpioWriter implements Closeable {
  private static final int FILE = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int HEADER = 110;
  private static final byte[] ZEROS = new byte[4];

  private final OutputStream out;
  private final Set<String> directories = new HashSet<>();
  private int inode;

  /** Writes to a stream, which {@link #close()} closes. */
  public CpioWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a regular file with these permission bits. */
  public void file(String path, int permissions, byte[] content) throws IOException {
    parents(path);
    entry(path, FILE | permissions, content, 0, 0);
  }

  /** Adds a symbolic link. */
  public void link(String path, String target) throws IOException {
    parents(path);
    entry(path, LINK | 0777, target.getBytes(StandardCharsets.UTF_8), 0, 0);
  }

  /** Adds a character device, readable and writable for root only. */
  public void characterDevice(String path, int major, int minor) throws IOException {
    parents(path);
    entry(path, CHARACTER_DEVICE | 0600, new byte[0], major, minor);
  }

  /** Adds a folder and those above it. */
  public void directory(String path) throws IOException {
    parents(path);
    if (directories.add(path)) {
      entry(path, DIRECTORY | 0755, new byte[0], 0, 0);
    }
  }

  private void parents(String path) throws IOException {
    checked(path);
    int end = path.lastIndexOf('/');
    if (end > 0) {
      directory(path.substring(0, end));
    }
  }

  private static void checked(String path) {
    if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "cpio entry \"" + path + "\": expected a path without a slash at its ends");
    }
  }

  private void entry(String path, int mode, byte[] content, int major, int minor)
      throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    inode++;
    String header =
        String.format(
            Locale.ROOT,
            "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
            inode,
            mode,
            0,
            0,
            1,
            0,
            content.length,
            0,
            0,
            major,
            minor,
            name.length + 1,
            0);
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    out.write(name);
    out.write(0);
    pad(HEADER + name.length + 1);
    out.write(content);
    pad(content.length);
  }

  private void pad(int written) throws IOException {
    out.write(ZEROS, 0, -written & 3);
  }

  /** Writes the end of the archive and closes the stream. */
  @Override
  public void close() throws IOException {
    try (out) {
      inode = -1;
      entry("TRAILER!!!", 0, new byte[0], 0, 0);
    }
  }
}
