package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.model.BuildId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Table files on disk, one for each build-id, so that a restart parses nothing and tables lie in
 * the page cache. Within a byte budget: the least recently used go. A file is complete when it has
 * its name; one that is damaged is made again. Tables of files without a build-id are not kept. One
 * thread at a time.
 */
final class UnwindTableFiles {
  private static final String SUFFIX = ".unwind";

  private final Path directory;
  private final long maxBytes;
  private int serial;
  private long built;

  private UnwindTableFiles(Path directory, long maxBytes) {
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens the directory, which is made when it does not exist.
   *
   * @throws IOException when it cannot be
   */
  static UnwindTableFiles open(Path directory, long maxBytes) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    UnwindTableFiles files = new UnwindTableFiles(directory, maxBytes);
    files.makeRoom();
    return files;
  }

  /**
   * The table of a file, from disk or made now.
   *
   * @return {@link UnwindTable#EMPTY} when the file has no rules
   * @throws IOException when the table cannot be written or mapped
   * @throws ElfException when the file fails while it is read
   */
  UnwindTable table(ElfFile elf) throws IOException {
    Optional<BuildId> buildId = elf.buildId();
    if (buildId.isPresent()) {
      Path kept = directory.resolve(buildId.get().hex() + SUFFIX);
      Optional<UnwindTable> known = kept(kept);
      return known.isPresent() ? known.get() : make(elf, Optional.of(kept));
    }
    return make(elf, Optional.empty());
  }

  private Optional<UnwindTable> kept(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      UnwindTable table = UnwindTable.map(channel, ++serial);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(table);
    } catch (ElfException e) {
      Files.delete(file);
      return Optional.empty();
    }
  }

  private UnwindTable make(ElfFile elf, Optional<Path> kept) throws IOException {
    Path fresh = Files.createTempFile(directory, "new", ".tmp");
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Optional<UnwindTableBuilder.Built> made = UnwindTableBuilder.build(elf, channel);
      if (made.isEmpty()) {
        return UnwindTable.EMPTY;
      }
      built++;
      UnwindTable table = UnwindTable.map(channel, ++serial);
      if (kept.isPresent()) {
        Files.move(fresh, kept.get(), StandardCopyOption.ATOMIC_MOVE);
        makeRoom();
      }
      return table;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** A mapped table stays readable when its file is deleted. */
  private void makeRoom() throws IOException {
    record Kept(Path path, long bytes, FileTime used) {}

    List<Kept> all = new ArrayList<>();
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(SUFFIX)) {
          all.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
          bytes += all.getLast().bytes();
        } else if (name.endsWith(".tmp") && built == 0) {
          Files.deleteIfExists(file);
        }
      }
    }
    if (bytes <= maxBytes) {
      return;
    }
    all.sort(Comparator.comparing(Kept::used));
    for (Kept oldest : all) {
      if (bytes <= maxBytes) {
        return;
      }
      Files.deleteIfExists(oldest.path());
      bytes -= oldest.bytes();
    }
  }
}
