package dev.kedge.store;

import dev.kedge.store.disk.Failures;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.disk.StoreFiles;
import dev.kedge.store.intake.Intake;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.intake.Seen;
import dev.kedge.store.intake.UploadStream;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.journal.Journal;
import dev.kedge.store.journal.JournalRecovery;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.sql.Metadata;
import dev.kedge.store.sql.Query;
import dev.kedge.store.telemetry.Questions;
import dev.kedge.store.upkeep.Catalogue;
import dev.kedge.store.upkeep.Compactor;
import dev.kedge.store.upkeep.Inspection;
import dev.kedge.store.upkeep.Retention;
import dev.kedge.store.upkeep.Roller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The parts of an open store, put together. */
record StoreParts(
    StoreConfig config,
    Metadata metadata,
    Journal journal,
    Recent recent,
    Catalogue catalogue,
    Intake intake,
    Questions questions,
    Roller roller,
    Compactor compactor,
    Retention retention,
    Inspection inspection,
    Deque<AutoCloseable> open) {

  static StoreParts open(StoreConfig config, InstantSource clock, Journal.Opener opener) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      return assemble(config, clock, opener, open);
    } catch (IOException | SQLException e) {
      StoreException failure = Failures.of("store " + config.directory(), e);
      closeAll(open, failure);
      throw failure;
    } catch (RuntimeException e) {
      closeAll(open, e);
      throw e;
    }
  }

  void close() {
    StoreException failure =
        new StoreException("store %s: not closed cleanly".formatted(config.directory()));
    closeAll(open, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static StoreParts assemble(
      StoreConfig config, InstantSource clock, Journal.Opener opener, Deque<AutoCloseable> open)
      throws IOException, SQLException {
    Path directory = config.directory();
    Files.createDirectories(directory);
    open.push(StoreLock.take(directory));
    Metadata metadata = Metadata.open(directory.resolve(StoreFiles.DATABASE), clock);
    open.push(metadata);
    int buckets = buckets(metadata, config.buckets());
    Path scratch = emptied(directory.resolve(StoreFiles.SCRATCH));
    Engine engine =
        Engine.open(
            scratch, config.queryMemoryBytes(), config.queryThreads(), config.concurrentQueries());
    open.push(engine);
    FileWriter writer = new FileWriter(directory, scratch);
    Catalogue catalogue = Catalogue.load(metadata);
    Inspection inspection = new Inspection(directory, catalogue, writer, clock);
    inspection.atOpen();
    Seen seen = metadata.read("sequence numbers", Seen::load);
    Recent recent = new Recent();
    Journal journal = journal(config, metadata, seen, recent, opener);
    open.push(journal);
    Intake intake = new Intake(journal, recent, seen, config.journalBytes());
    Roller.Parts rolling = new Roller.Parts(recent, seen, catalogue, engine, writer);
    Roller.Due due = new Roller.Due(config.rollAfter(), config.rollBytes());
    Retention.Kept kept =
        new Retention.Kept(config.retentionAge(), config.detailAge(), config.retentionBytes());
    return new StoreParts(
        config,
        metadata,
        journal,
        recent,
        catalogue,
        intake,
        new Questions(directory, buckets, catalogue, engine, inspection),
        new Roller(directory, due, buckets, journal, intake, rolling),
        new Compactor(directory, catalogue, engine, writer, inspection),
        new Retention(directory, kept, catalogue, journal, seen),
        inspection,
        open);
  }

  private static Journal journal(
      StoreConfig config, Metadata metadata, Seen seen, Recent recent, Journal.Opener opener)
      throws IOException {
    long rolledThrough =
        metadata.read("counters", connection -> counter(connection, "rolled_segment"));
    Journal.Opened opened =
        Journal.open(
            config.directory().resolve(StoreFiles.JOURNAL),
            config.directory().resolve(StoreFiles.QUARANTINE),
            rolledThrough,
            config.rollBytes(),
            opener,
            (segment, entry) -> replay(segment, entry, seen, recent));
    JournalRecovery found = opened.recovery();
    if (found.damagedRecords() + found.damagedSegments() + found.tornBytes() > 0) {
      metadata.write(
          "counters",
          connection -> {
            count(connection, "damaged_records", found.damagedRecords());
            count(connection, "quarantined_files", found.damagedSegments());
            count(connection, "torn_bytes", found.tornBytes());
            return true;
          });
    }
    return opened.journal();
  }

  /**
   * An entry may be in the journal twice: written, reported as failed because its fsync failed, and
   * sent again.
   */
  private static void replay(long segment, Entry entry, Seen seen, Recent recent) {
    UploadStream stream = UploadStream.of(entry);
    long sequence = UploadStream.sequence(entry);
    if (!seen.contains(stream, sequence)) {
      recent.add(segment, stream.host(), entry);
      seen.add(stream, sequence);
    }
  }

  /** Files keep the bucket they were written to, so the number is fixed with the first start. */
  private static int buckets(Metadata metadata, int wanted) {
    return (int)
        (long)
            metadata.write(
                "number of buckets",
                connection -> {
                  Query.of(
                          connection,
                          "INSERT INTO counter (name, value) VALUES ('buckets', ?)"
                              + " ON CONFLICT (name) DO NOTHING",
                          wanted)
                      .update();
                  return counter(connection, "buckets");
                });
  }

  private static Path emptied(Path scratch) throws IOException {
    Files.createDirectories(scratch);
    List<Path> left;
    try (Stream<Path> listing = Files.walk(scratch)) {
      left = listing.filter(Files::isRegularFile).toList();
    }
    for (Path file : left) {
      Files.delete(file);
    }
    return scratch;
  }

  private static long counter(Connection connection, String name) throws SQLException {
    return Query.of(connection, "SELECT value FROM counter WHERE name = ?", name).number();
  }

  private static void count(Connection connection, String name, long more) throws SQLException {
    Query.of(connection, "UPDATE counter SET value = value + ? WHERE name = ?", more, name)
        .update();
  }

  private static void closeAll(Deque<AutoCloseable> open, RuntimeException failure) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }
}
