package dev.kedge.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two agents out of one spool: they would give their uploads the same numbers. The kernel
 * frees the lock when its holder dies, however it dies.
 */
final class SpoolLock implements AutoCloseable {
  private static final long RETRY_MILLISECONDS = 100;

  private final FileChannel channel;

  private SpoolLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a spool directory.
   *
   * @param patience how long to wait for an agent that is just ending
   * @throws AgentException when another agent keeps it
   */
  static SpoolLock take(Path directory, Duration patience) throws IOException {
    Path file = directory.resolve("spool.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (tryLock(channel) == null) {
        if (System.nanoTime() >= deadline) {
          throw new AgentException(
              "spool directory %s: another agent uses it; stop that one, or name another with --spool"
                  .formatted(directory));
        }
        Thread.sleep(RETRY_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new AgentException("interrupted while waiting for " + file, e);
    } catch (AgentException e) {
      channel.close();
      throw e;
    }
    return new SpoolLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
