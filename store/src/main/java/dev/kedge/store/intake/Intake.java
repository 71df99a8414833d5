package dev.kedge.store.intake;

import dev.kedge.store.disk.Failures;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.journal.Journal;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The way in for profiles and vital signs: told apart from duplicates, into the journal, into
 * memory. Uploads of one host go one after the other, those of different hosts share an fsync.
 */
public final class Intake {
  private static final int STRIPES = 64;

  private final Journal journal;
  private final Recent recent;
  private final Seen seen;
  private final long journalBytes;

  private final ReentrantLock[] stripes =
      IntStream.range(0, STRIPES).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  /** Held for reading while an entry is in the journal but not yet in memory. */
  private final ReentrantReadWriteLock entering = new ReentrantReadWriteLock();

  /** An intake that refuses while more than that many bytes are in the journal. */
  public Intake(Journal journal, Recent recent, Seen seen, long journalBytes) {
    this.journal = journal;
    this.recent = recent;
    this.seen = seen;
    this.journalBytes = journalBytes;
  }

  /**
   * Keeps an entry, once; it is on disk when this returns.
   *
   * @throws StoreFullException when the disk or the journal is full; nothing was kept
   */
  public Receipt append(Entry entry) {
    UploadStream stream = UploadStream.of(entry);
    long sequence = UploadStream.sequence(entry);
    ReentrantLock stripe = stripes[Math.floorMod(stream.host().hashCode(), STRIPES)];
    stripe.lock();
    try {
      if (seen.contains(stream, sequence)) {
        return Receipt.DUPLICATE;
      }
      entering.readLock().lock();
      try {
        recent.add(write(entry), stream.host(), entry);
        seen.add(stream, sequence);
      } finally {
        entering.readLock().unlock();
      }
      return Receipt.STORED;
    } finally {
      stripe.unlock();
    }
  }

  /** Runs while no entry is between journal and memory. */
  public long whileNoneEnters(LongSupplier work) {
    entering.writeLock().lock();
    try {
      return work.getAsLong();
    } finally {
      entering.writeLock().unlock();
    }
  }

  private long write(Entry entry) {
    long waiting = journal.bytes();
    if (waiting > journalBytes) {
      throw new StoreFullException(
          "%d bytes wait in the journal to be turned into Parquet, %d are allowed: see the log for why the store's upkeep fails"
              .formatted(waiting, journalBytes));
    }
    try {
      return journal.append(entry);
    } catch (IOException e) {
      throw Failures.of("journal", e);
    }
  }
}
