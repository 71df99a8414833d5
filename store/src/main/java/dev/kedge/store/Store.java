package dev.kedge.store;

import dev.kedge.report.ReportParser;
import dev.kedge.store.disk.Failures;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.disk.StoreFiles;
import dev.kedge.store.hosts.HostTable;
import dev.kedge.store.issues.IssueTable;
import dev.kedge.store.journal.Journal;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import dev.kedge.store.telemetry.ProfileTable;
import dev.kedge.store.telemetry.VitalTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/**
 * A store directory, opened: hosts and issues in SQLite, profiles and vital signs in a journal that
 * becomes Parquet. Safe for use by many threads.
 */
public final class Store implements AutoCloseable {
  /** Content read again by each call of {@link #maintain} to find damage early. */
  private static final long INSPECTED_PER_CALL = 4 << 20;

  private final StoreParts parts;
  private final InstantSource clock;
  private final ReentrantLock upkeep = new ReentrantLock();
  private final HostTable hosts;
  private final ProfileTable profiles;
  private final VitalTable vitals;
  private final IssueTable issues;
  private final ReportParser reports;
  private boolean closed;

  private Store(StoreParts parts, InstantSource clock, ReportParser reports) {
    this.parts = parts;
    this.clock = clock;
    this.reports = reports;
    hosts = new HostTable(parts.metadata(), parts.recent());
    profiles = new ProfileTable(parts.intake(), parts.recent(), parts.questions());
    vitals = new VitalTable(parts.intake(), parts.recent(), parts.questions());
    issues = new IssueTable(parts.metadata(), clock, reports);
  }

  /**
   * Opens a directory, made if absent, repairing what an unclean end left behind.
   *
   * @throws StoreException when another process has it open, it cannot be written, or a newer
   *     version wrote it
   */
  public static Store open(StoreConfig c, InstantSource clock) {
    return open(c, clock, Journal.Opener.files());
  }

  /** The same with reports read and grouped by the rules of that parser. */
  public static Store open(StoreConfig c, InstantSource clock, ReportParser reports) {
    return new Store(StoreParts.open(c, clock, Journal.Opener.files()), clock, reports);
  }

  /** The same with other files under the journal, which tests let fail. */
  static Store open(StoreConfig c, InstantSource clock, Journal.Opener opener) {
    return new Store(StoreParts.open(c, clock, opener), clock, new ReportParser());
  }

  /** Finds reports by the rules issues are grouped by. */
  public ReportParser reports() {
    return reports;
  }

  /**
   * The directory. Whoever keeps files of its own in it does so in a folder of its own, which the
   * store leaves alone and counts in no budget.
   */
  public Path directory() {
    return parts.config().directory();
  }

  /** Hosts and their heartbeats. */
  public HostTable hosts() {
    return hosts;
  }

  /** Profile windows. */
  public ProfileTable profiles() {
    return profiles;
  }

  /** Vital signs. */
  public VitalTable vitals() {
    return vitals;
  }

  /** Kernel reports and their issues. */
  public IssueTable issues() {
    return issues;
  }

  /** What the store holds now. */
  public StoreStatistics statistics() {
    List<DataFile> files = parts.catalogue().files();
    long vitalBytes = bytes(files, true);
    long profileBytes = bytes(files, false);
    long metadataBytes = metadataBytes();
    long journalBytes = parts.journal().bytes();
    StoreConfig config = parts.config();
    return parts
        .metadata()
        .read(
            "statistics",
            connection ->
                new StoreStatistics(
                    Query.of(connection, "SELECT count(*) FROM host").number(),
                    Query.of(connection, "SELECT count(*) FROM issue").number(),
                    profileBytes + vitalBytes + metadataBytes + journalBytes,
                    profileBytes,
                    vitalBytes,
                    metadataBytes,
                    files.size(),
                    journalBytes,
                    oldest(files),
                    config.retentionAge(),
                    config.retentionBytes(),
                    counter(connection, "quarantined_files"),
                    counter(connection, "damaged_records"),
                    counter(connection, "torn_bytes")));
  }

  /**
   * Turns due parts of the journal into Parquet, joins small files, deletes what is past its
   * retention, and reads a little of the files again to find damage. Call it every few seconds;
   * calls at the same time wait for each other.
   *
   * @throws StoreException when a part of it failed; the others were done, nothing is lost, and the
   *     next call tries again
   */
  public void maintain() {
    upkeep.lock();
    try {
      if (closed) {
        return;
      }
      Failed failed = new Failed();
      // Retention first: it makes room for what the others write.
      failed.run(() -> parts.retention().apply(clock.instant()));
      failed.run(() -> parts.roller().rollDue(clock.instant()));
      failed.run(() -> parts.compactor().compact(clock.instant()));
      failed.run(() -> parts.inspection().some(INSPECTED_PER_CALL));
      failed.rethrow();
    } finally {
      upkeep.unlock();
    }
  }

  /**
   * Turns the rest of the journal into Parquet and ends. Everything acknowledged is on disk even
   * when that fails.
   */
  @Override
  public void close() {
    upkeep.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      Failed failed = new Failed();
      failed.run(() -> parts.roller().rollAll(clock.instant()));
      failed.run(parts::close);
      failed.rethrow();
    } finally {
      upkeep.unlock();
    }
  }

  /** Runs one thing after the other whatever happens, and remembers the first failure. */
  private static final class Failed {
    private Optional<RuntimeException> first = Optional.empty();

    void run(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException e) {
        first.ifPresentOrElse(earlier -> earlier.addSuppressed(e), () -> first = Optional.of(e));
      }
    }

    void rethrow() {
      if (first.isPresent()) {
        throw first.get();
      }
    }
  }

  private static long bytes(List<DataFile> files, boolean vitals) {
    return files.stream()
        .filter(file -> (file.table() == Table.VITALS) == vitals)
        .mapToLong(DataFile::bytes)
        .sum();
  }

  private long metadataBytes() {
    long bytes = 0;
    for (String suffix : List.of("", "-wal", "-shm")) {
      Path file = parts.config().directory().resolve(StoreFiles.DATABASE + suffix);
      try {
        bytes += Files.exists(file) ? Files.size(file) : 0;
      } catch (IOException e) {
        throw Failures.of("size of " + file, e);
      }
    }
    return bytes;
  }

  private Optional<Instant> oldest(List<DataFile> files) {
    LongStream inFiles =
        files.stream().filter(file -> !file.table().isDictionary()).mapToLong(DataFile::minMicros);
    OptionalLong inMemory = parts.recent().oldest();
    OptionalLong oldest = LongStream.concat(inFiles, inMemory.stream()).min();
    return oldest.isPresent() ? Optional.of(Micros.instant(oldest.getAsLong())) : Optional.empty();
  }

  private static long counter(Connection connection, String name) throws SQLException {
    return Query.of(connection, "SELECT value FROM counter WHERE name = ?", name).number();
  }
}
