package dev.kedge.patches.index;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process updates an index at a time; the kernel frees the lock when its holder ends. */
record IndexLock(FileChannel channel, boolean waited) implements AutoCloseable {
  static IndexLock take(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.lock();
      }
      return new IndexLock(channel, lock == null);
    } catch (IOException | OverlappingFileLockException e) {
      throw PatchesException.environment(
          "the index is in use and cannot be locked: " + Printable.of(file.toString(), 300), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw PatchesException.environment("the lock of the index cannot be freed", e);
    }
  }
}
