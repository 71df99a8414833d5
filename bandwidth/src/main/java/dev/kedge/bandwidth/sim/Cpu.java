package dev.kedge.bandwidth.sim;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One CPU and its run queue ({@code struct rq}). */
final class Cpu {
  final int id;

  /** Its source in the event queue. */
  final int source;

  /** Queues whose unthrottle was sent here and not served yet. */
  final ArrayDeque<CfsQueue> unthrottles = new ArrayDeque<>();

  /** The one EEVDF tree of all tasks, where the kernel keeps one (7.3); unused elsewhere. */
  final FlatTree flat;

  /** Queues of groups here, by the id of the group; made when first needed. */
  private @Nullable CfsQueue[] queues = {};

  /** The root group's queue here. */
  final CfsQueue root;

  @Nullable Task current;
  boolean online = true;

  /** When the running task was last charged. */
  long chargedUntil;

  /** How far the running task's program has come. */
  long progressedUntil;

  boolean needResched;

  /** The running task cannot go on: it sleeps, has left or has exited. */
  boolean mustSwitch;

  /** Waits to be settled in this instant. */
  boolean pending;

  long nextTick = EventQueue.NEVER;
  long sliceTimer = EventQueue.NEVER;
  long busyNs;

  Cpu(int id, int source, TaskGroup rootGroup, Slices slices) {
    this.id = id;
    this.source = source;
    this.flat = new FlatTree(slices);
    this.root = new CfsQueue(rootGroup, this, null, slices);
    add(root);
  }

  /** The queue of a group here; null while it has not needed one. */
  @Nullable CfsQueue queue(TaskGroup group) {
    return group.id < queues.length ? queues[group.id] : null;
  }

  /** Adds the queue of a group. */
  void add(CfsQueue queue) {
    int id = queue.group.id;
    if (id >= queues.length) {
      queues = Arrays.copyOf(queues, Math.max(id + 1, 2 * queues.length));
    }
    queues[id] = queue;
  }

  boolean idle() {
    return current == null;
  }
}
