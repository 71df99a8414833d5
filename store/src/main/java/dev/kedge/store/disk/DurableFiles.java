package dev.kedge.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Makes what was done to files outlive a power cut: a rename or a new name is only on disk once its
 * directory was synced (fsync(2)).
 */
public final class DurableFiles {
  private DurableFiles() {}

  /** Waits until the content of a file is on disk. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits until the names in a directory are on disk. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes a directory and waits until its name, and those of the parents made, are on disk. */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectories(parent);
      Files.createDirectories(directory);
      syncDirectory(parent);
    }
  }

  /** Gives a finished file its name: content first, then the name, so that none is half there. */
  public static void publish(Path finished, Path name) throws IOException {
    sync(finished);
    Path parent = name.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(name + " is no file name");
    }
    createDirectories(parent);
    Files.move(finished, name, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(parent);
  }
}
