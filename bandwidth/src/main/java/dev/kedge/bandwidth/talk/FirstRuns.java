package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.OptionalLong;

/**
 * When one task first runs in user mode after a moment, and how long it ran there until a later
 * one.
 */
final class FirstRuns implements SimulationListener {
  private final int watched;
  private final long from;
  private final long until;
  private int lastCpu = IDLE;
  private boolean running;
  private boolean kernel;
  private long since;
  private long first = -1;
  private long user;

  /** Watches a task from one moment until another. */
  FirstRuns(int task, long from, long until) {
    this.watched = task;
    this.from = from;
    this.until = until;
  }

  @Override
  public void switched(long now, int cpu, int task) {
    if (task == watched) {
      running = true;
      since = now;
    } else if (running && cpu == lastCpu) {
      close(now);
      running = false;
    }
    if (task == watched) {
      lastCpu = cpu;
    }
  }

  @Override
  public void mode(long now, int cpu, int task, boolean inKernel) {
    if (task == watched) {
      close(now);
      kernel = inKernel;
      since = now;
    }
  }

  private void close(long now) {
    long start = Math.max(since, from);
    long end = Math.min(now, until);
    if (running && !kernel && end > start) {
      first = first < 0 ? start : first;
      user += end - start;
    }
  }

  /** From the moment until the task ran in user mode; empty when it did not in time. */
  OptionalLong delayNs() {
    return first < 0 ? OptionalLong.empty() : OptionalLong.of(first - from);
  }

  /** Time in user mode between the two moments. */
  long userNs() {
    return user;
  }
}
