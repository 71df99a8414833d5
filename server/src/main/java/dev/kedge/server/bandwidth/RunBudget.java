package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.sim.SimulationListener;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;

/**
 * Ends a run when it has taken too much: changes of state, tasks, or time of the request; or when
 * nobody waits for its answer any more. Serves the runs of one request one after the other, in one
 * thread; only {@link #cancel} may be called by others.
 */
final class RunBudget implements SimulationListener {
  private static final int LOOK_EVERY = 1 << 12;

  private final SimulationLimits limits;
  private final long start = System.nanoTime();
  private long changes;
  private volatile boolean cancelled;

  /** A budget whose time begins now. */
  RunBudget(SimulationLimits limits) {
    this.limits = limits;
  }

  /** Begins another run, which may go through as many changes again. */
  void begin() {
    changes = 0;
  }

  /** Ends the run soon: its answer is not needed any more. */
  void cancel() {
    cancelled = true;
  }

  /**
   * Looks at the clock.
   *
   * @param now simulated time, for the message
   * @throws ProblemException 422 when the time is up
   */
  void look(long now) {
    if (cancelled) {
      throw new ProblemException(new Problem(408, "who asked for this run has gone away"));
    }
    if (System.nanoTime() - start > limits.time().toNanos()) {
      throw exceeded(
          "the runs took longer than %d s, at %.3f s of simulated time"
              .formatted(limits.time().toSeconds(), now / 1e9));
    }
  }

  private void count(long now) {
    if (++changes % LOOK_EVERY == 0) {
      if (changes > limits.changes()) {
        throw exceeded(
            "the run went through more than %d changes, at %.3f s of simulated time"
                .formatted(limits.changes(), now / 1e9));
      }
      look(now);
    }
  }

  private static ProblemException exceeded(String what) {
    return new ProblemException(
        new Problem(
            422,
            what + "; shorten the duration or the work, or run it with: kedge bandwidth sim FILE"));
  }

  @Override
  public void started(long now, int task, int group) {
    if (task >= limits.startedTasks()) {
      throw exceeded(
          "the run started more than %d tasks, at %.3f s of simulated time"
              .formatted(limits.startedTasks(), now / 1e9));
    }
    count(now);
  }

  @Override
  public void switched(long now, int cpu, int task) {
    count(now);
  }

  @Override
  public void mode(long now, int cpu, int task, boolean kernel) {
    count(now);
  }

  @Override
  public void throttled(long now, int group, int cpu, boolean throttled) {
    count(now);
  }

  @Override
  public void woken(long now, int cpu, int task) {
    count(now);
  }

  @Override
  public void acquired(long now, int task, int lock) {
    count(now);
  }

  @Override
  public void remaining(long now, int group, int cpu, long remainingNs) {
    count(now);
  }
}
