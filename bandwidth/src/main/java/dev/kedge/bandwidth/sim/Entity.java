package dev.kedge.bandwidth.sim;

import org.jspecify.annotations.Nullable;

/**
 * What a queue schedules ({@code struct sched_entity}): a task, or a group's queue on one CPU.
 *
 * <p>Virtual times are nanoseconds at weight 1024.
 */
final class Entity {
  static final int NICE_0_WEIGHT = 1024;

  /** The task; empty for a group. */
  final @Nullable Task task;

  /** The group's own queue; empty for a task. */
  final @Nullable CfsQueue own;

  /** Where it is or was last queued. */
  @Nullable CfsQueue queue;

  long vruntime;
  long deadline;

  /** How far it was behind the average when it was taken off. */
  long lag;

  /** Until this virtual time it keeps the CPU as long as it is eligible (RUN_TO_PARITY). */
  long protectedUntil;

  int weight = NICE_0_WEIGHT;
  boolean onQueue;

  /** Asleep, but left queued until it would be eligible (DELAY_DEQUEUE). */
  boolean delayed;

  /** The deadline is relative to the virtual time, for the way to another queue. */
  boolean relativeDeadline;

  /** Place in the queue's arrays; -1 while it is not there. */
  int slot = -1;

  /** Order of insertion, which decides between equal deadlines. */
  long sequence;

  Entity(@Nullable Task task, @Nullable CfsQueue own, @Nullable CfsQueue queue) {
    this.task = task;
    this.own = own;
    this.queue = queue;
  }

  /** Virtual time that a stretch of real time is for this weight ({@code calc_delta_fair}). */
  long virtual(long ns) {
    return weight == NICE_0_WEIGHT ? ns : ns * NICE_0_WEIGHT / weight;
  }
}
