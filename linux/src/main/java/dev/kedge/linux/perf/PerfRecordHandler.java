package dev.kedge.linux.perf;

/** Receives the records of all rings, in time order, on the thread that drains them. */
public interface PerfRecordHandler extends ProcessRecordHandler {
  /** A task was sampled. The object is reused: copy what is to be kept. */
  void onSample(PerfSample sample);

  /** The ring of a CPU was full: this many records (samples mostly) are missing. */
  void onLost(int cpu, long records);

  /**
   * Of the threads that are watched not all waits were recorded: those that are open now cannot be
   * matched with what comes.
   */
  default void onWaitsMissed() {}

  /** The kernel throttled or unthrottled sampling on a CPU: its samples stand for more time. */
  void onThrottle(int cpu, boolean throttled, long timeNanos);
}
