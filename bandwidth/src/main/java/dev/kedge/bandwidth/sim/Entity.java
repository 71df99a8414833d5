package dev.kedge.bandwidth.sim;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a queue schedules ({@code struct sched_entity}): a task, or a group's queue on one CPU.
 *
 * <p>Virtual times are nanoseconds at weight 1024.
 */
final class Entity {
  static final int NICE_0_WEIGHT = 1024;

  /** {@code NICE_0_LOAD}. */
  static final int FLAT_WEIGHT = 1 << 20;

  /** The task; empty for a group. */
  final @Nullable Task task;

  /** The group's own queue; empty for a task. */
  final @Nullable CfsQueue own;

  /** The weight at which virtual time passes as real time does. */
  private final int unit;

  /** Where it is or was last queued. */
  @Nullable CfsQueue queue;

  long vruntime;
  long deadline;

  /** How far it was behind the average when it was taken off. */
  long lag;

  /** Until this virtual time it keeps the CPU as long as it is eligible (RUN_TO_PARITY). */
  long protectedUntil;

  int weight;
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
    this(task, own, queue, NICE_0_WEIGHT);
  }

  private Entity(@Nullable Task task, @Nullable CfsQueue own, @Nullable CfsQueue queue, int unit) {
    this.task = task;
    this.own = own;
    this.queue = queue;
    this.unit = unit;
    this.weight = unit;
  }

  /** A task as the one tree of a CPU knows it: its weight is a part of the whole, so finer. */
  static Entity flat(Task task) {
    return new Entity(task, null, null, FLAT_WEIGHT);
  }

  /** Virtual time that a stretch of real time is for this weight ({@code calc_delta_fair}). */
  long virtual(long ns) {
    return weight == unit ? ns : ns * unit / weight;
  }

  /** Real time until the deadline if it runs alone. */
  long untilDeadline() {
    return (deadline - vruntime) * weight / unit;
  }

  /** The queue of a group entity. */
  CfsQueue ownQueue() {
    return Objects.requireNonNull(own);
  }

  /** The task of a task entity. */
  Task ownTask() {
    return Objects.requireNonNull(task);
  }
}
