package dev.kedge.store.upkeep;

import dev.kedge.store.disk.Failures;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/**
 * Joins small files, so that a question about a day opens few and a sample costs little: once an
 * hour is over its samples are added up into blocks; once a day is over there is one file of each
 * table; before that, files are joined when many have gathered. A kill is harmless for the same
 * reason as in {@link Roller}.
 *
 * <p>Used by one thread at a time.
 */
public final class Compactor {
  /** Before its time is over a partition is joined at this many files. */
  static final int GATHERED = 16;

  /** Late uploads of a closed hour are waited for this long. */
  private static final long SETTLED_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

  /** One call does this much at most; the next call goes on. */
  private static final int JOINS_PER_CALL = 8;

  private final Path directory;
  private final Catalogue catalogue;
  private final Engine engine;
  private final FileWriter writer;
  private final Inspection inspection;

  /** A compactor of the files below a store directory. */
  public Compactor(
      Path directory,
      Catalogue catalogue,
      Engine engine,
      FileWriter writer,
      Inspection inspection) {
    this.directory = directory;
    this.catalogue = catalogue;
    this.engine = engine;
    this.writer = writer;
    this.inspection = inspection;
  }

  private record Target(Table table, Partition partition) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
      return toString().compareTo(other.toString());
    }
  }

  /** Joins what is to be joined by now, a bounded number of times. */
  public void compact(Instant now) {
    long micros = Micros.of(now);
    int joins = 0;
    for (Map.Entry<Target, List<DataFile>> entry : candidates(micros).entrySet()) {
      if (joins++ == JOINS_PER_CALL) {
        return;
      }
      replace(entry.getKey(), entry.getValue(), micros);
    }
  }

  private Map<Target, List<DataFile>> candidates(long now) {
    Map<Target, List<DataFile>> groups = new TreeMap<>();
    for (DataFile file : catalogue.files()) {
      groups.computeIfAbsent(target(file, now), _ -> new ArrayList<>()).add(file);
    }
    Set<Target> all = Set.copyOf(groups.keySet());
    groups.entrySet().removeIf(group -> !isDue(group.getKey(), group.getValue(), all, now));
    return groups;
  }

  private static boolean isDue(Target target, List<DataFile> files, Set<Target> all, long now) {
    if (!over(target.partition(), now)) {
      return files.size() >= GATHERED;
    }
    return switch (target.table()) {
      case SAMPLES -> true;
      case STACKS -> hasUnpacked(files, all.contains(dictionaries(target)));
      case BLOCKS -> isDue(target, files, all);
      default -> files.size() > 1;
    };
  }

  /** What late uploads add to a packed dictionary waits until there is more of it. */
  private static boolean hasUnpacked(List<DataFile> files, boolean isPacked) {
    long unpacked =
        files.stream()
            .filter(file -> file.table() == Table.STACKS || file.table() == Table.SYMBOLS)
            .count();
    return unpacked >= GATHERED || (unpacked == files.size() && !isPacked);
  }

  /**
   * Sums are packed once the day's dictionaries are, by whose numbers they tell stacks. What could
   * not be packed is in a file of the whole day.
   */
  private static boolean isDue(Target target, List<DataFile> files, Set<Target> all) {
    boolean numbered =
        all.contains(dictionaries(target))
            || !all.contains(new Target(Table.STACKS, dictionaries(target).partition()));
    return hasUnpackedSums(target, files) ? numbered : files.size() > 1;
  }

  private static boolean hasUnpackedSums(Target target, List<DataFile> files) {
    return target.table() == Table.BLOCKS
        && target.partition().hour() == Partition.WHOLE
        && files.stream().anyMatch(file -> file.partition().hour() != Partition.WHOLE);
  }

  private static Target dictionaries(Target ofDay) {
    return new Target(Table.DICTIONARIES, Partition.dictionary(ofDay.partition().day()));
  }

  /** The dictionaries of a day that is over are packed together. */
  private static Target target(DataFile file, long now) {
    Partition day = file.partition().wholeDay();
    if (file.table().isDictionary() && file.table() != Table.DICTIONARIES && over(day, now)) {
      return new Target(Table.STACKS, day);
    }
    boolean byDay = file.table() != Table.SAMPLES && over(day, now);
    return new Target(file.table(), byDay ? day : file.partition());
  }

  private static boolean over(Partition partition, long now) {
    return partition.endMicros() + SETTLED_MICROS <= now;
  }

  private void replace(Target target, List<DataFile> files, long now) {
    // A damaged file must not poison a fresh one with a right checksum.
    if (inspection.contents(files) > 0) {
      return;
    }
    try {
      List<DataFile> written =
          engine.run(connection -> {
            try {
              return written(connection, target, files, now);
            } catch (IOException e) {
              throw Failures.of("joining files", e);
            }
          });
      catalogue.change("joining files", written, files, now, _ -> {}, () -> {});
      for (DataFile file : files) {
        DataDirectories.delete(directory.resolve(file.path()));
      }
    } catch (SQLException | IOException e) {
      throw Failures.of("joining files", e);
    }
  }

  private List<DataFile> written(
      DuckDBConnection connection, Target target, List<DataFile> files, long now)
      throws SQLException, IOException {
    Partition partition = target.partition();
    if (over(partition, now) && target.table() == Table.SAMPLES) {
      return new BlockWriter(connection, writer, directory, partition, files).write();
    }
    if (over(partition, now) && target.table() == Table.STACKS) {
      return new DictionaryPacker(connection, writer, directory, partition, files).write();
    }
    if (hasUnpackedSums(target, files)) {
      List<DataFile> dictionaries =
          catalogue.files().stream()
              .filter(file -> file.table() == Table.DICTIONARIES)
              .filter(file -> file.partition().day() == partition.day())
              .toList();
      return new SumsWriter(connection, writer, directory, partition, files).write(dictionaries);
    }
    return List.of(joined(connection, target, files, now));
  }

  private DataFile joined(
      DuckDBConnection connection, Target target, List<DataFile> files, long now)
      throws SQLException, IOException {
    FileWriter.Span span = FileWriter.Span.of(files);
    return writer.write(
        connection,
        target.table(),
        target.partition(),
        span,
        Engine.source(directory, target.table(), files),
        over(target.partition(), now) ? FileWriter.Effort.THOROUGH : FileWriter.Effort.QUICK);
  }
}
