package dev.kedge.bandwidth.sim;

/** A task as the one tree of a CPU knows it: its weight is a part of the whole, so finer. */
final class FlatEntity extends Entity {
  /** {@code NICE_0_LOAD}. */
  static final int UNIT = 1 << 20;

  final Task task;

  FlatEntity(Task task) {
    super(UNIT);
    this.task = task;
  }
}
