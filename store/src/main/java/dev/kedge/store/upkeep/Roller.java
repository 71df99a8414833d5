package dev.kedge.store.upkeep;

import dev.kedge.model.HostId;
import dev.kedge.store.disk.Failures;
import dev.kedge.store.intake.Intake;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.intake.Seen;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.journal.Journal;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns closed journal segments into Parquet. The order makes a kill at any point harmless: files
 * are written and synced; one transaction lists them in the manifest and marks the segments done;
 * the segments are deleted. Before the transaction the files are orphans and the journal counts,
 * after it the segments are left-overs; the next start deletes the ones as well as the others.
 *
 * <p>Used by one thread at a time.
 */
public final class Roller {
  private final Path directory;
  private final Due due;
  private final int buckets;
  private final Journal journal;
  private final Intake intake;
  private final Recent recent;
  private final Seen seen;
  private final Catalogue catalogue;
  private final Engine engine;
  private final FileWriter writer;
  private Optional<Instant> openSince = Optional.empty();

  /** A roller into the files below a store directory. */
  public Roller(Path directory, Due due, int buckets, Journal journal, Intake intake, Parts parts) {
    this.directory = directory;
    this.due = due;
    this.buckets = buckets;
    this.journal = journal;
    this.intake = intake;
    this.recent = parts.recent();
    this.seen = parts.seen();
    this.catalogue = parts.catalogue();
    this.engine = parts.engine();
    this.writer = parts.writer();
  }

  /** What a roller works with. */
  public record Parts(
      Recent recent, Seen seen, Catalogue catalogue, Engine engine, FileWriter writer) {}

  /** Age and size at which the open segment is rolled. */
  public record Due(Duration after, long bytes) {}

  /** Rolls what is due: closed segments, and the open one when it is old enough. */
  public void rollDue(Instant now) {
    if (journal.openBytes() == 0) {
      openSince = Optional.empty();
    } else if (openSince.isEmpty() || now.isBefore(openSince.get())) {
      openSince = Optional.of(now);
    }
    boolean isDue =
        journal.openBytes() >= due.bytes()
            || (openSince.isPresent() && !now.isBefore(openSince.get().plus(due.after())));
    if (isDue) {
      rollAll(now);
    } else if (journal.lastSealed() > 0) {
      roll(now, intake.whileNoneEnters(journal::lastSealed));
    }
  }

  /** Rolls everything, the open segment too. */
  public void rollAll(Instant now) {
    openSince = Optional.empty();
    long through =
        intake.whileNoneEnters(() -> {
          try {
            journal.seal();
          } catch (IOException e) {
            throw Failures.of("journal", e);
          }
          return journal.lastSealed();
        });
    if (through > 0) {
      roll(now, through);
    }
  }

  private void roll(Instant now, long through) {
    Map<HostId, List<Entry>> entries = recent.through(through);
    Roll roll = new Roll(entries, buckets);
    try {
      engine.run(connection -> {
        RollWriter files = new RollWriter(connection, writer, directory, catalogue.files());
        try {
          files.write(roll);
          publish(now, through, entries, roll, files);
        } catch (IOException | SQLException | RuntimeException e) {
          discard(files.written(), e);
          throw Failures.of("turning the journal into Parquet", e);
        }
        return true;
      });
      journal.deleteThrough(through);
    } catch (SQLException | IOException e) {
      throw Failures.of("turning the journal into Parquet", e);
    }
  }

  private void publish(
      Instant now, long through, Map<HostId, List<Entry>> entries, Roll roll, RollWriter files) {
    long micros = Micros.of(now);
    catalogue.change(
        "manifest",
        files.written(),
        List.of(),
        micros,
        connection -> {
          Query.of(
                  connection, "UPDATE counter SET value = ? WHERE name = 'rolled_segment'", through)
              .update();
          seen.roll(connection, roll.sequences(), micros);
          files.growth().save(connection, entries, micros);
        },
        () -> recent.dropThrough(through));
  }

  private void discard(List<DataFile> files, Exception cause) {
    for (DataFile file : files) {
      try {
        Files.deleteIfExists(directory.resolve(file.path()));
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }
}
