package dev.kedge.profile;

import java.util.Arrays;
import java.util.Optional;

/**
 * What one sample stands for. A window's period is in nanoseconds of CPU time for {@link #CPU}; for
 * the kinds that count it is that many events, written as so many nanoseconds.
 */
public enum SampleKind {
  /** One sampling period of CPU time (software cpu-clock). */
  CPU("cpu", false),
  /** So many context switches: the stack is where a task gave up its CPU. */
  CONTEXT_SWITCHES("context-switches", true),
  /** So many page faults. */
  PAGE_FAULTS("page-faults", true),
  /**
   * Waits of one of so many threads: the stack is where it waited, and on top of it that of who
   * woke it.
   */
  WAKEUPS("wakeups", true);

  private final String wireName;
  private final boolean counted;

  SampleKind(String wireName, boolean counted) {
    this.wireName = wireName;
    this.counted = counted;
  }

  /** The stable name used on the wire, in the store and in the API. */
  public String wireName() {
    return wireName;
  }

  /** Whether a sample stands for a number of events; else for CPU time. */
  public boolean counted() {
    return counted;
  }

  /** The kind of that wire name. */
  public static Optional<SampleKind> ofWireName(String name) {
    return Arrays.stream(values()).filter(kind -> kind.wireName.equals(name)).findFirst();
  }
}
