package dev.kedge.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;

/** A store directory, opened. Safe for use by many threads. */
public final class Store implements AutoCloseable {
  private final StoreLock lock;
  private final Metadata metadata;
  private final HostTable hosts;
  private final ProfileTable profiles = new ProfileTable();
  private final VitalTable vitals = new VitalTable();
  private final IssueTable issues;

  private Store(StoreLock lock, Metadata metadata, InstantSource clock) {
    this.lock = lock;
    this.metadata = metadata;
    this.hosts = new HostTable(metadata);
    this.issues = new IssueTable(metadata, clock);
  }

  /**
   * Opens a directory, made if absent, repairing what an unclean end left behind.
   *
   * @throws StoreException when another process has it open, it cannot be written, or a newer
   *     version wrote it
   */
  public static Store open(StoreConfig c, InstantSource clock) {
    try {
      Files.createDirectories(c.directory());
    } catch (IOException e) {
      throw new StoreException(
          "store directory %s cannot be made: %s".formatted(c.directory(), e), e);
    }
    StoreLock lock = StoreLock.take(c.directory());
    try {
      return new Store(lock, Metadata.open(c.directory().resolve("kedge.db"), clock), clock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public HostTable hosts() {
    return hosts;
  }

  public ProfileTable profiles() {
    return profiles;
  }

  public VitalTable vitals() {
    return vitals;
  }

  public IssueTable issues() {
    return issues;
  }

  /** What the store holds now. */
  public StoreStatistics statistics() {
    throw new StoreException("no database");
  }

  /** Rolls the journal into Parquet, compacts, applies retention. Call every few seconds. */
  public void maintain() {}

  @Override
  public void close() {
    metadata.close();
    lock.close();
  }
}
