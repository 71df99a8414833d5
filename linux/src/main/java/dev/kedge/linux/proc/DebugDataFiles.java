package dev.kedge.linux.proc;

import dev.kedge.linux.elf.DebugLink;
import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.LoadedSegments;
import dev.kedge.model.BuildId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the debug data (DWARF) of mapped files: in the file itself, else in its separate debug file
 * by build-id, by debuginfod's cache or by its {@code .gnu_debuglink}. Reads files, so keep it off
 * the thread that drains the rings. Thread-safe.
 */
public final class DebugDataFiles {
  /** Why there is none, for a file without any. */
  public static final String NONE = "no debug data";

  private final MappedFileOpener opener;
  private final DebugFiles files;
  private final Path debugRoot;

  /** Looks at one file with debug data; true when it is taken. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Offers a file.
     *
     * @param segments where the program's bytes are loaded
     * @param data the file with the debug data; open only during the call
     * @param path of a separate debug file; empty when the data are in the program
     */
    boolean take(LoadedSegments segments, FileChannel data, Optional<Path> path) throws IOException;
  }

  /**
   * Looks below these directories.
   *
   * @param procRoot where procfs is mounted
   * @param debugRoot where separate debug files are, usually {@code /usr/lib/debug}
   */
  public DebugDataFiles(Path procRoot, Path debugRoot) {
    this.opener = new MappedFileOpener(procRoot);
    this.files = new DebugFiles(debugRoot, DebugFiles.cacheOfThisUser());
    this.debugRoot = debugRoot;
  }

  /**
   * Offers what there is for a mapped file until it is taken.
   *
   * @param pid a process that maps it
   * @return why nothing was taken, for a person to read; empty text when something was
   */
  public String find(int pid, Mapping mapping, Taker taker) {
    if (mapping.file().kind() != MappedFile.Kind.FILE) {
      return NONE;
    }
    // Filled by the callback with why the right file did not do.
    String[] problem = {""};
    String unopened =
        opener.open(pid, mapping, channel -> offer(mapping.file(), channel, taker, problem));
    return unopened.isEmpty() ? problem[0] : unopened;
  }

  /** False when the file is another than the one that was mapped, and others are to be tried. */
  private boolean offer(MappedFile file, FileChannel channel, Taker taker, String[] problem)
      throws IOException {
    try (ElfFile elf = ElfFile.open(channel)) {
      Optional<BuildId> buildId = elf.buildId();
      if (file.buildId().isPresent() && !file.buildId().equals(buildId)) {
        return false;
      }
      boolean taken =
          hasDebugData(elf)
              ? taker.take(elf.loaded(), channel, Optional.empty())
              : offerSeparate(elf, buildId, file.path(), taker);
      problem[0] = taken ? "" : NONE;
    } catch (ElfException e) {
      problem[0] = String.valueOf(e.getMessage());
    }
    return true;
  }

  private static boolean hasDebugData(ElfFile elf) {
    return elf.section(".debug_info").isPresent() || elf.section(".zdebug_info").isPresent();
  }

  private boolean offerSeparate(ElfFile elf, Optional<BuildId> buildId, String path, Taker taker) {
    return Stream.concat(
            buildId.map(files::candidates).orElse(List.of()).stream(),
            DebugLink.of(elf).stream()
                .flatMap(link ->
                    files.linked(path, link.file()).stream()
                        .filter(file -> buildId.isPresent() || leadsTo(link, file))))
        .anyMatch(candidate -> offer(elf, buildId, candidate, taker));
  }

  private static boolean leadsTo(DebugLink link, Path file) {
    try {
      return link.leadsTo(file);
    } catch (IOException e) {
      return false;
    }
  }

  /** A debug file of another program, or one that cannot be read, is as good as none. */
  private static boolean offer(
      ElfFile elf, Optional<BuildId> buildId, Path candidate, Taker taker) {
    try (FileChannel channel = FileChannel.open(candidate, StandardOpenOption.READ);
        ElfFile debug = ElfFile.open(channel)) {
      return debug.buildId().equals(buildId)
          && hasDebugData(debug)
          && taker.take(elf.loaded(), channel, Optional.of(candidate));
    } catch (IOException | ElfException e) {
      return false;
    }
  }

  /**
   * Where the file may be that a debug file shares data with ({@code .gnu_debugaltlink}): by its
   * build-id, and by the path it is linked by, when that is below the directory of debug files.
   *
   * @param from the debug file, empty for a program that has its data itself
   */
  public List<Path> shared(Optional<Path> from, String path, BuildId buildId) {
    return Stream.concat(files.candidates(buildId).stream(), linked(from, path).stream()).toList();
  }

  private Optional<Path> linked(Optional<Path> from, String path) {
    try {
      Path link = from.map(file -> file.resolveSibling(path)).orElse(Path.of(path)).normalize();
      return link.startsWith(debugRoot) && Files.isRegularFile(link)
          ? Optional.of(link)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
