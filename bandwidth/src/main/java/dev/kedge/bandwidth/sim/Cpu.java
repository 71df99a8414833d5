package dev.kedge.bandwidth.sim;

import java.util.ArrayDeque;
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
  }

  boolean idle() {
    return current == null;
  }
}
