package dev.kedge.bandwidth.sim;

import org.jspecify.annotations.Nullable;

/**
 * What a queue schedules ({@code struct sched_entity}): a task, or a group's queue on one CPU.
 *
 * <p>Queue and task are subclasses, so that one object holds what is used together. Virtual times
 * are nanoseconds at the weight {@code unit}.
 */
abstract class Entity {
  static final int NICE_0_WEIGHT = 1024;

  /** The weight at which virtual time passes as real time does. */
  private final int unit;

  int weight;
  boolean onQueue;

  /** Asleep, but left queued until it would be eligible (DELAY_DEQUEUE). */
  boolean delayed;

  /** The deadline is relative to the virtual time, for the way to another queue. */
  boolean relativeDeadline;

  /** Place in the queue's arrays; -1 while it is not there. */
  int slot = -1;

  /** Where it is or was last queued. */
  @Nullable CfsQueue queue;

  long vruntime;
  long deadline;

  /** How far it was behind the average when it was taken off. */
  long lag;

  /** Until this virtual time it keeps the CPU as long as it is eligible (RUN_TO_PARITY). */
  long protectedUntil;

  /** Order of insertion, which decides between equal deadlines. */
  int sequence;

  Entity(int unit) {
    this.unit = unit;
    this.weight = unit;
  }

  /** Virtual time that a stretch of real time is for this weight ({@code calc_delta_fair}). */
  long virtual(long ns) {
    return weight == unit ? ns : ns * unit / weight;
  }

  /** Real time until the deadline if it runs alone. */
  long untilDeadline() {
    return (deadline - vruntime) * weight / unit;
  }
}
