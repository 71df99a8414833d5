package dev.kedge.verify.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The temporary folders of boots: one for each machine that runs. A folder belongs to the process
 * that holds the lock of a file in it; the kernel gives the lock back when that process is gone,
 * however it went, so that what a killed process left behind is known by its free lock.
 * Thread-safe.
 */
final class WorkFolders {
  private static final String PREFIX = "kedge-boot-";
  private static final String OWNER = "owner";

  /** How old a folder without a lock must be: somebody may be about to make the lock. */
  private static final Duration UNLOCKED = Duration.ofDays(1);

  private final Path parent;

  /** Folders below this one, usually the system's for temporary files. */
  WorkFolders(Path parent) {
    this.parent = parent;
  }

  /** A folder of this process; closing it deletes it. */
  static final class WorkFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel owner;

    private WorkFolder(Path path, FileChannel owner) {
      this.path = path;
      this.owner = owner;
    }

    /** Where it is. */
    Path path() {
      return path;
    }

    @Override
    public void close() throws IOException {
      delete(path);
      owner.close();
    }
  }

  /**
   * Deletes what processes that are gone left behind, then makes a folder.
   *
   * @throws IOException when it cannot be made
   */
  WorkFolder create() throws IOException {
    Path path = Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
    FileChannel owner =
        FileChannel.open(
            path.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    owner.lock();
    sweep(Files.getOwner(path));
    return new WorkFolder(path, owner);
  }

  /** Deletes the folders of processes that are gone; only those of this user. */
  private void sweep(UserPrincipal self) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        try {
          boolean ours =
              Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                  && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self);
          if (ours && !ofThisProcess(folder) && ownerIsGone(folder)) {
            delete(folder);
          }
        } catch (IOException e) {
          // Another process was faster, or the folder is none of ours.
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What others left behind is no reason not to boot.
    }
  }

  /**
   * Says whether a folder is one of this process: to open its lock's file would free the lock. One
   * that is older than this process was made by another one of the same number.
   */
  private static boolean ofThisProcess(Path folder) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    return folder.getFileName().toString().startsWith(PREFIX + self.pid() + "-")
        && self.info().startInstant().orElse(Instant.MIN).compareTo(modified(folder)) <= 0;
  }

  private static boolean ownerIsGone(Path folder) throws IOException {
    Path owner = folder.resolve(OWNER);
    if (!Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)) {
      return modified(folder).isBefore(Instant.now().minus(UNLOCKED));
    }
    try (FileChannel channel = FileChannel.open(owner, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Instant modified(Path folder) throws IOException {
    FileTime time = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS);
    return time.toInstant();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
