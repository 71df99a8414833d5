package dev.kedge.store.upkeep;

import dev.kedge.store.disk.StoreFiles;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds files that are not as they were written and puts them aside, so that one bad sector costs
 * one file and not every query over it. Names and sizes are looked at when the store opens,
 * contents little by little afterwards, and at once when a query stumbles.
 */
public final class Inspection {
  private static final System.Logger LOG = System.getLogger(Inspection.class.getName());

  private final Path directory;
  private final Catalogue catalogue;
  private final FileWriter writer;
  private final InstantSource clock;

  /** Paths whose content was read and found right by this process. Guarded by itself. */
  private final Set<String> sound = new HashSet<>();

  /** An inspection of the files below a store directory. */
  public Inspection(Path directory, Catalogue catalogue, FileWriter writer, InstantSource clock) {
    this.directory = directory;
    this.catalogue = catalogue;
    this.writer = writer;
    this.clock = clock;
  }

  /** A test of a file. */
  @FunctionalInterface
  private interface Test {
    boolean passes(DataFile file) throws IOException;
  }

  /** Looks at names and sizes, and deletes files that no manifest lists. */
  public void atOpen() throws IOException {
    putAsideWhere(catalogue.files(), writer::isThere);
    Set<Path> listed =
        catalogue.files().stream()
            .map(file -> directory.resolve(file.path()))
            .collect(Collectors.toSet());
    for (Table table : Table.values()) {
      Path root = directory.resolve(table.directory());
      if (!Files.isDirectory(root)) {
        continue;
      }
      List<Path> found;
      try (Stream<Path> walk = Files.walk(root)) {
        found = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : found) {
        if (Files.isRegularFile(path) && !listed.contains(path)) {
          Files.delete(path);
        }
      }
    }
  }

  /** Reads about that many bytes of files not read yet, youngest first. */
  public void some(long bytes) {
    long left = bytes;
    List<DataFile> chosen = new ArrayList<>();
    synchronized (sound) {
      sound.retainAll(catalogue.files().stream().map(DataFile::path).collect(Collectors.toSet()));
      for (DataFile file :
          catalogue.files().stream()
              .sorted(Comparator.comparingLong(DataFile::maxMicros).reversed())
              .toList()) {
        if (left > 0 && !sound.contains(file.path())) {
          chosen.add(file);
          left -= file.bytes();
        }
      }
    }
    contents(chosen);
  }

  /** Reads these files; returns how many were damaged and are now aside. */
  public int contents(List<DataFile> files) {
    return putAsideWhere(
        files,
        file -> {
          boolean whole = writer.isWhole(file);
          if (whole) {
            synchronized (sound) {
              sound.add(file.path());
            }
          }
          return whole;
        });
  }

  private int putAsideWhere(List<DataFile> files, Test test) {
    List<DataFile> damaged = new ArrayList<>();
    Set<DataFile> listed = new HashSet<>(catalogue.files());
    for (DataFile file : files) {
      try {
        if (listed.contains(file) && !test.passes(file)) {
          damaged.add(file);
        }
      } catch (NoSuchFileException _) {
        // Compaction or retention was faster; the manifest then has it no more.
        LOG.log(System.Logger.Level.DEBUG, file.path() + " is gone");
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, file.path() + " cannot be read: " + e.getMessage());
        damaged.add(file);
      }
    }
    if (!damaged.isEmpty()) {
      putAside(damaged);
    }
    return damaged.size();
  }

  private void putAside(List<DataFile> damaged) {
    catalogue.change(
        "setting damaged files aside",
        List.of(),
        damaged,
        Micros.of(clock.instant()),
        connection ->
            Query.of(
                    connection,
                    "UPDATE counter SET value = value + ? WHERE name = 'quarantined_files'",
                    damaged.size())
                .update(),
        () -> {});
    for (DataFile file : damaged) {
      LOG.log(
          System.Logger.Level.WARNING,
          "%s (%d rows) is damaged or gone; what is left of it is in quarantine/"
              .formatted(file.path(), file.rows()));
      move(file);
    }
  }

  private void move(DataFile file) {
    Path path = directory.resolve(file.path());
    try {
      if (Files.exists(path)) {
        Path quarantine = Files.createDirectories(directory.resolve(StoreFiles.QUARANTINE));
        Files.move(
            path,
            quarantine.resolve(path.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, path + " cannot be moved: " + e.getMessage());
    }
  }
}
