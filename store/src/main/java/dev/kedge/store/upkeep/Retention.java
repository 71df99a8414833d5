package dev.kedge.store.upkeep;

import dev.kedge.store.disk.Failures;
import dev.kedge.store.intake.Seen;
import dev.kedge.store.journal.Journal;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes profiles and vital signs that are too old, the times of samples before that if so wanted,
 * and the oldest of what is too much. A dictionary goes when no samples are left that could need
 * it: those of its day or the day after, into which a window of its last seconds reaches.
 */
public final class Retention {
  private static final long FORGET_SLACK_MICROS = Duration.ofDays(1).toNanos() / 1000;

  private final Path directory;
  private final Kept limits;
  private final Catalogue catalogue;
  private final Journal journal;
  private final Seen seen;

  /** A retention over the files below a store directory. */
  public Retention(Path directory, Kept limits, Catalogue catalogue, Journal journal, Seen seen) {
    this.directory = directory;
    this.limits = limits;
    this.catalogue = catalogue;
    this.journal = journal;
    this.seen = seen;
  }

  /**
   * Up to when data is kept.
   *
   * @param detail age up to which the times of samples are kept
   * @param bytes of files and journal together
   */
  public record Kept(Duration age, Duration detail, long bytes) {}

  /** Deletes what is past its retention now. */
  public void apply(Instant now) {
    long oldest = Micros.of(now.minus(limits.age()));
    long oldestTimes = Micros.of(now.minus(limits.detail()));
    List<DataFile> kept = new ArrayList<>(catalogue.files());
    kept.removeIf(file -> file.table() == Table.TIMELINES && file.maxMicros() < oldestTimes);
    kept.removeIf(file -> !file.table().isDictionary() && file.maxMicros() < oldest);
    kept.sort(Comparator.comparingLong(DataFile::maxMicros));
    dropUnusedDictionaries(kept);
    while (bytes(kept) > limits.bytes() && dropOldest(kept)) {
      dropUnusedDictionaries(kept);
    }
    Set<DataFile> staying = new HashSet<>(kept);
    List<DataFile> going =
        catalogue.files().stream().filter(file -> !staying.contains(file)).toList();
    if (!going.isEmpty()) {
      delete(going, now, oldest);
    }
  }

  private long bytes(List<DataFile> files) {
    return journal.bytes() + files.stream().mapToLong(DataFile::bytes).sum();
  }

  private static boolean dropOldest(List<DataFile> kept) {
    for (int i = 0; i < kept.size(); i++) {
      if (!kept.get(i).table().isDictionary()) {
        kept.remove(i);
        return true;
      }
    }
    return false;
  }

  private static void dropUnusedDictionaries(List<DataFile> kept) {
    Set<Long> days = new HashSet<>();
    for (DataFile file : kept) {
      if (file.table().isSamples()) {
        days.add(file.partition().day());
        days.add(file.partition().day() - 1);
      }
    }
    kept.removeIf(file -> file.table().isDictionary() && !days.contains(file.partition().day()));
  }

  private void delete(List<DataFile> going, Instant now, long oldest) {
    catalogue.change(
        "retention",
        List.of(),
        going,
        Micros.of(now),
        connection -> seen.forget(connection, oldest - FORGET_SLACK_MICROS),
        () -> {});
    try {
      for (DataFile file : going) {
        DataDirectories.delete(directory.resolve(file.path()));
      }
    } catch (IOException e) {
      throw Failures.of("retention", e);
    }
  }
}
