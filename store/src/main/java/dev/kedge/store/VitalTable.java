package dev.kedge.store;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.model.VitalSigns;

/** Vital signs. Safe for use by many threads. */
public final class VitalTable {
  VitalTable() {}

  /** Keeps a batch of readings; it is on disk when this returns. */
  public Receipt append(VitalSigns v) {
    throw new StoreException("no journal " + v);
  }

  /** Readings of a range, thinned to that many steps. */
  public VitalSeries query(HostId h, TimeRange r, int points) {
    throw new StoreException("no journal " + h + r + points);
  }
}
