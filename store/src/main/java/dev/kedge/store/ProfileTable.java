package dev.kedge.store;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import java.util.List;

/** Profile windows. Safe for use by many threads. */
public final class ProfileTable {
  ProfileTable() {}

  /** Keeps a window; it is on disk when this returns. */
  public Receipt append(ProfileWindow w) {
    throw new StoreException("no journal " + w);
  }

  /** The samples of a selection, merged by command and stack. */
  public Profile query(ProfileSelection s) {
    throw new StoreException("no journal " + s);
  }

  /** Windows of a range, in time order. */
  public List<WindowSummary> coverage(HostId h, TimeRange r, SampleKind k) {
    throw new StoreException("no journal " + h + r + k);
  }

  /** Processes with samples in a range, most samples first. */
  public List<ProcessSummary> processes(HostId h, TimeRange r, SampleKind k, int limit) {
    throw new StoreException("no journal " + h + r + k + limit);
  }
}
