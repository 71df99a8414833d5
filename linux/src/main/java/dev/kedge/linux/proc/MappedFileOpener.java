package dev.kedge.linux.proc;

import dev.kedge.linux.Errno;
import dev.kedge.linux.FileCalls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the file behind a mapping as its process sees it: below {@code /proc/PID/root}, which
 * follows the process's mount namespace; else through {@code /proc/PID/map_files}, which also
 * reaches deleted files but needs CAP_CHECKPOINT_RESTORE; else by its path here, which is right for
 * processes that share our mounts and have ended.
 *
 * <p>The path may name anything by now, put there by anyone: only regular files are opened, and
 * opening never blocks. Thread-safe.
 */
public final class MappedFileOpener {
  private final Path procRoot;

  /** An opener below a procfs mount. */
  public MappedFileOpener(Path procRoot) {
    this.procRoot = procRoot;
  }

  /** Receives one candidate after the other. */
  @FunctionalInterface
  public interface Candidate {
    /** Looks at an open file; true when it is the right one and no other is to be tried. */
    boolean accept(FileChannel channel) throws IOException;
  }

  /**
   * Offers the candidates, the most trustworthy first, until one is accepted.
   *
   * @return why there was none, for a person to read; empty text when one was accepted
   */
  public String open(int pid, Mapping mapping, Candidate candidate) {
    String problem = "the file has no name any more";
    for (Path path : candidates(pid, mapping)) {
      int fd =
          FileCalls.open(
              path.toString(), FileCalls.O_RDONLY | FileCalls.O_NONBLOCK | FileCalls.O_CLOEXEC);
      if (fd < 0) {
        problem = "open: " + Errno.name(-fd);
        continue;
      }
      try {
        Path open = Path.of("/proc/self/fd/" + fd);
        if (!Files.isRegularFile(open)) {
          problem = "not a regular file";
          continue;
        }
        try (FileChannel channel = FileChannel.open(open, StandardOpenOption.READ)) {
          if (candidate.accept(channel)) {
            return "";
          }
          problem = "the path names another file by now";
        }
      } catch (IOException e) {
        problem = "read: " + e.getMessage();
      } finally {
        FileCalls.close(fd);
      }
    }
    return problem;
  }

  private List<Path> candidates(int pid, Mapping mapping) {
    MappedFile file = mapping.file();
    Path process = procRoot.resolve(Integer.toString(pid));
    List<Path> paths = new ArrayList<>(3);
    // A NUL cannot come from the kernel, but from a data file it could.
    boolean named = !file.deleted() && file.path().indexOf('\0') < 0;
    if (named) {
      paths.add(Path.of(process.resolve("root") + file.path()));
    }
    paths.add(
        process.resolve("map_files").resolve("%x-%x".formatted(mapping.start(), mapping.end())));
    if (named) {
      paths.add(Path.of(file.path()));
    }
    return paths;
  }
}
