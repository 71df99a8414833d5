package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.sim.SimulationListener;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import java.time.Duration;

/**
 * Passes what happens in a run on to another listener, and ends the run when it has taken too much:
 * changes of state, tasks, or time of the request; or when nobody waits for its answer any more.
 * Serves the runs of one request one after the other; not thread-safe.
 */
final class RunBudget implements SimulationListener {
  private static final int LOOK_EVERY = 1 << 12;

  /** Long enough that most runs never ask, and short enough to notice a closed page. */
  private static final long ASK_EVERY_NS = Duration.ofMillis(400).toNanos();

  private final SimulationLimits limits;
  private final Runnable stillAwaited;
  private final long start;
  private long asked;
  private long changes;
  private SimulationListener target = SimulationListener.NONE;

  /**
   * A budget whose time begins now.
   *
   * @param stillAwaited throws when nobody waits any more; may be called often
   */
  RunBudget(SimulationLimits limits, Runnable stillAwaited) {
    this.limits = limits;
    this.stillAwaited = stillAwaited;
    this.start = System.nanoTime();
    this.asked = start;
  }

  /** Begins a run of its own count of changes, heard by that listener. */
  RunBudget begin(SimulationListener listener) {
    target = listener;
    changes = 0;
    return this;
  }

  /**
   * Looks at the clock, and now and then whether the answer is still awaited.
   *
   * @param now simulated time, for the message
   * @throws ProblemException 422 when the time is up
   */
  void look(long now) {
    long clock = System.nanoTime();
    if (clock - start > limits.time().toNanos()) {
      throw exceeded(
          "the runs took longer than %d s, at %.3f s of simulated time"
              .formatted(limits.time().toSeconds(), now / 1e9));
    }
    if (clock - asked > ASK_EVERY_NS) {
      asked = clock;
      stillAwaited.run();
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

  private void count(long now, int task) {
    if (task >= limits.startedTasks()) {
      throw exceeded(
          "the run started more than %d tasks, at %.3f s of simulated time"
              .formatted(limits.startedTasks(), now / 1e9));
    }
    count(now);
  }

  private static ProblemException exceeded(String what) {
    return new ProblemException(
        new Problem(
            422,
            what + "; shorten the duration or the work, or run it with: kedge bandwidth sim FILE"));
  }

  @Override
  public void switched(long now, int cpu, int task) {
    count(now, task);
    target.switched(now, cpu, task);
  }

  @Override
  public void mode(long now, int cpu, int task, boolean kernel) {
    count(now);
    target.mode(now, cpu, task, kernel);
  }

  @Override
  public void throttled(long now, int group, int cpu, boolean throttled) {
    count(now);
    target.throttled(now, group, cpu, throttled);
  }

  @Override
  public void limbo(long now, int cpu, int task, boolean in) {
    count(now);
    target.limbo(now, cpu, task, in);
  }

  @Override
  public void blocked(long now, int task, int lock) {
    count(now);
    target.blocked(now, task, lock);
  }

  @Override
  public void woken(long now, int cpu, int task) {
    count(now, task);
    target.woken(now, cpu, task);
  }

  @Override
  public void acquired(long now, int task, int lock) {
    count(now);
    target.acquired(now, task, lock);
  }

  @Override
  public void released(long now, int task, int lock) {
    count(now);
    target.released(now, task, lock);
  }

  @Override
  public void pool(long now, int group, long poolNs) {
    count(now);
    target.pool(now, group, poolNs);
  }

  @Override
  public void remaining(long now, int group, int cpu, long remainingNs) {
    count(now);
    target.remaining(now, group, cpu, remainingNs);
  }

  @Override
  public void period(long now, int group) {
    count(now);
    target.period(now, group);
  }
}
