package dev.kedge.linux.perf;

/** The software events that can be sampled (enum perf_sw_ids, include/uapi/linux/perf_event.h). */
public enum EventKind {
  /** CPU time: a sample after each period of nanoseconds in which a CPU was busy. */
  CPU_CLOCK(0),
  /** Page faults: a sample at each so-many-th of a CPU. */
  PAGE_FAULTS(2),
  /** Tasks that give up their CPU: a sample at each so-many-th switch, of the task that leaves. */
  CONTEXT_SWITCHES(3);

  private final long config;

  EventKind(long config) {
    this.config = config;
  }

  /** The value of {@code perf_event_attr.config}. */
  long config() {
    return config;
  }
}
