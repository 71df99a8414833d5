package dev.kedge.linux.perf;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * Follows, in the order of time, how many samples the kernel may still give of each event that ends
 * itself after so many ({@code PERF_EVENT_IOC_REFRESH}). From the last one of any event on waits
 * are recorded in part only, until all are allowed more: what comes in between must not be matched.
 * One thread at a time.
 */
final class WakeupBudget {
  private static final long OPEN = Long.MIN_VALUE;
  private static final long UNTIL_REFRESHED = Long.MAX_VALUE;

  private final Long2ObjectHashMap<Event> events = new Long2ObjectHashMap<>();
  private long closedUntil = OPEN;
  private long gaps;

  private static final class Event {
    private long left;
    private long taken;
    private long added;
    private long addedAt;
  }

  /** An event that may give so many samples. */
  void open(long id, int limit) {
    Event event = new Event();
    event.left = limit;
    events.put(id, event);
  }

  /** There will be no more samples of an event. */
  void close(long id) {
    events.remove(id);
  }

  /**
   * A sample came.
   *
   * @return false when it is of a time in which not all were recorded
   */
  boolean take(long id, long timeNanos, PerfRecordHandler handler) {
    if (closedUntil != OPEN && timeNanos >= closedUntil) {
      closedUntil = OPEN;
      handler.onWaitsMissed();
    }
    boolean whole = closedUntil == OPEN;
    Event event = events.get(id);
    if (event != null) {
      if (event.added > 0 && timeNanos >= event.addedAt) {
        event.left += event.added;
        event.added = 0;
      }
      event.taken++;
      if (--event.left <= 0) {
        gaps += whole ? 1 : 0;
        closedUntil = Math.max(closedUntil, event.added > 0 ? event.addedAt : UNTIL_REFRESHED);
      }
    }
    return whole;
  }

  /** How many samples an event gave since this was last asked. */
  int takeTaken(long id) {
    Event event = events.get(id);
    if (event == null) {
      return 0;
    }
    long taken = event.taken;
    event.taken = 0;
    return (int) taken;
  }

  /** The event may give more samples from now on. */
  void refreshed(long id, int more, long nowNanos) {
    Event event = events.get(id);
    if (event != null) {
      event.added += more;
      event.addedAt = nowNanos;
    }
  }

  /** All events were allowed more. */
  void allRefreshed(long nowNanos) {
    if (closedUntil == UNTIL_REFRESHED) {
      closedUntil = nowNanos;
    }
  }

  /** How often there was a time in which not all waits were recorded. */
  long gaps() {
    return gaps;
  }
}
