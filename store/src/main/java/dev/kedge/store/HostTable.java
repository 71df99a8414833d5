package dev.kedge.store;

import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Hosts and their heartbeats. Safe for use by many threads. */
public final class HostTable {
  HostTable() {}

  /** Keeps a heartbeat; it is on disk when this returns. */
  public void heartbeat(Heartbeat h, Instant receivedAt) {
    throw new StoreException("no database " + h + receivedAt);
  }

  /** The host of that name. */
  public Optional<HostRecord> find(HostId id) {
    throw new StoreException("no database " + id);
  }

  /** Hosts by name. */
  public Page<HostRecord> list(Optional<String> cursor, int limit) {
    throw new StoreException("no database " + cursor + limit);
  }

  /** What happened on a host in a range, in time order, the newest 1000. */
  public List<HostEvent> events(HostId id, TimeRange range) {
    throw new StoreException("no database " + id + range);
  }
}
