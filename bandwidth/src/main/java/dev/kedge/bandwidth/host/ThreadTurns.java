package dev.kedge.bandwidth.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the turns of one thread from its switches. */
final class ThreadTurns {
  private static final int MAX_TURNS = 5_000;
  private static final long UNKNOWN = -1;

  private final String name;
  private final List<Long> runs = new ArrayList<>();
  private final List<Long> sleeps = new ArrayList<>();
  private long onSince = UNKNOWN;
  private long asleepSince = UNKNOWN;
  private long wokenAt = UNKNOWN;
  private long run;
  private long dropped;

  ThreadTurns(String name) {
    this.name = name;
  }

  void on(long at) {
    if (asleepSince != UNKNOWN) {
      long end = wokenAt >= asleepSince ? wokenAt : at;
      turn(end - asleepSince);
      asleepSince = UNKNOWN;
    }
    wokenAt = UNKNOWN;
    onSince = at;
  }

  void off(long at, boolean runnable) {
    if (onSince != UNKNOWN) {
      run += at - onSince;
      onSince = UNKNOWN;
    }
    if (!runnable) {
      asleepSince = at;
    }
  }

  void woken(long at) {
    if (asleepSince != UNKNOWN && wokenAt == UNKNOWN) {
      wokenAt = at;
    }
  }

  private void turn(long sleep) {
    if (run <= 0) {
      return;
    }
    if (runs.size() == MAX_TURNS) {
      dropped++;
    } else {
      runs.add(run);
      sleeps.add(sleep);
    }
    run = 0;
  }

  /** The thread, unless it never ran; one that never slept has a single turn without sleep. */
  Optional<RecordedThread> finish(long end) {
    if (onSince != UNKNOWN) {
      run += end - onSince;
    }
    if (runs.isEmpty()) {
      turn(asleepSince == UNKNOWN ? 0 : Math.max(0, end - asleepSince));
    }
    return runs.isEmpty() ? Optional.empty() : Optional.of(new RecordedThread(name, runs, sleeps));
  }

  long dropped() {
    return dropped;
  }
}
