package dev.kedge.bandwidth.sim;

/**
 * Sees a simulation as it happens; times are nanoseconds since its start, ids are those of {@link
 * Simulation}.
 *
 * <p>Called on the simulation's thread, in the order of time. Every method does nothing by default,
 * so that a listener says only what it wants to see.
 */
public interface SimulationListener {
  /** Stands for the idle task. */
  int IDLE = -1;

  /** Sees nothing. */
  SimulationListener NONE = new SimulationListener() {};

  /** Both of them see everything, the first one first. */
  static SimulationListener both(SimulationListener first, SimulationListener second) {
    return new BothListeners(first, second);
  }

  /** A CPU goes over to a task, or to {@link #IDLE}. */
  default void switched(long now, int cpu, int task) {}

  /** A running task enters ({@code true}) or leaves kernel mode. */
  default void mode(long now, int cpu, int task, boolean kernel) {}

  /** The tick has interrupted a running task. */
  default void ticked(long now, int cpu, int task) {}

  /** The timer of its slice has interrupted a running task (HRTICK). */
  default void sliceEnded(long now, int cpu, int task) {}

  /** A queue of a group is throttled or unthrottled by its own limit. */
  default void throttled(long now, int group, int cpu, boolean throttled) {}

  /** A task was taken off its queue at the return to user mode, or put back. */
  default void limbo(long now, int cpu, int task, boolean in) {}

  /** A task blocks: on a lock when {@code lock >= 0}, otherwise asleep. */
  default void blocked(long now, int task, int lock) {}

  /** A blocked task is runnable again. */
  default void woken(long now, int cpu, int task) {}

  /** A task exists from now on. */
  default void started(long now, int task, int group) {}

  /** A task was put on another CPU or into another group. */
  default void moved(long now, int task, int group, int cpu) {}

  /** A task has exited. */
  default void exited(long now, int task) {}

  /** A task holds a lock from now on. */
  default void acquired(long now, int task, int lock) {}

  /** A task gave a lock back. */
  default void released(long now, int task, int lock) {}

  /** A group's pool changed; nanoseconds left in it. */
  default void pool(long now, int group, long poolNs) {}

  /** A queue's own runtime changed by a top-up, a distribution or a charge. */
  default void remaining(long now, int group, int cpu, long remainingNs) {}

  /** The period timer of a group has fired; seen after its counters. */
  default void period(long now, int group) {}

  /** The response of a job or the length of an operation, by its name's index. */
  default void measured(long now, int task, int operation, long ns) {}

  /**
   * One pass of {@code distribute_cfs_runtime} has ended.
   *
   * @param irqOffNs its length by the machine's {@link dev.kedge.bandwidth.UnthrottleCost}, on the
   *     CPU that ran the timer
   * @param remote queues handed to other CPUs
   * @param queues queues visited on this CPU
   * @param tasks tasks put back on this CPU
   */
  default void distributed(
      long now, int group, int cpu, long irqOffNs, int remote, long queues, int tasks) {}

  /** A CPU has served an unthrottle that was sent to it, with interrupts off for that long. */
  default void unthrottledRemotely(long now, int group, int cpu, long irqOffNs) {}
}
