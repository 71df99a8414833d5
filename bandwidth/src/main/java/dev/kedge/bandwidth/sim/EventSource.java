package dev.kedge.bandwidth.sim;

/** What a source in the event queue stands for. */
sealed interface EventSource {
  /** A tick, a slice or a burst that ends on a CPU. */
  record CpuClock(Cpu cpu) implements EventSource {}

  record PeriodTimer(TaskGroup group) implements EventSource {}

  record SlackTimer(TaskGroup group) implements EventSource {}

  /** A task's sleep that ends. */
  record TaskTimer(Task task) implements EventSource {}

  /** The next event of the scenario. */
  record Script() implements EventSource {}

  /** An RCU grace period that is old enough. */
  record GracePeriod() implements EventSource {}
}
