package dev.kedge.linux.perf;

/**
 * The events that can be sampled: software events (enum perf_sw_ids,
 * include/uapi/linux/perf_event.h) and two tracepoints of the scheduler.
 */
public enum EventKind {
  /** CPU time: a sample after each period of nanoseconds in which a CPU was busy. */
  CPU_CLOCK(0),
  /** Page faults: a sample at each so-many-th of a CPU. */
  PAGE_FAULTS(2),
  /** Tasks that give up their CPU: a sample at each so-many-th switch, of the task that leaves. */
  CONTEXT_SWITCHES(3),
  /** A watched thread gives up its CPU to wait. */
  SCHED_SWITCH(-1),
  /** A watched thread is woken: the sample is of the one who wakes it. */
  SCHED_WAKING(-1);

  private final long config;

  EventKind(long config) {
    this.config = config;
  }

  /** The value of {@code perf_event_attr.config}; that of a tracepoint differs between kernels. */
  long config() {
    return config;
  }

  /** Whether it is a tracepoint, whose number tracefs tells. */
  boolean tracepoint() {
    return config < 0;
  }
}
