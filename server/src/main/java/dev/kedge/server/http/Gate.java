package dev.kedge.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many requests of one class run at once, so that the memory they need is bounded too;
 * the rest wait a little and are then told to come back.
 */
public final class Gate {
  private final String name;
  private final Semaphore permits;
  private final Duration patience;
  private final boolean open;

  private Gate(String name, int permits, Duration patience, boolean open) {
    this.name = name;
    this.permits = new Semaphore(permits, true);
    this.patience = patience;
    this.open = open;
  }

  /**
   * A gate that lets at most {@code permits} requests through at once.
   *
   * @param name what it bounds, for the message
   * @param permits at least 1
   * @param patience how long a request waits for its turn
   */
  public static Gate of(String name, int permits, Duration patience) {
    return new Gate(name, permits, patience, false);
  }

  /** A gate without a bound, for answers that cost next to nothing. */
  public static Gate open() {
    return new Gate("open", 1, Duration.ZERO, true);
  }

  /**
   * Runs a request when its turn comes.
   *
   * @throws ProblemException 503 when it does not come in time
   */
  public void run(Runnable request) {
    if (open) {
      request.run();
      return;
    }
    if (!acquire()) {
      throw ProblemException.busy(
          "too many %s at once; try again in a moment".formatted(name), Duration.ofSeconds(2));
    }
    try {
      request.run();
    } finally {
      permits.release();
    }
  }

  private boolean acquire() {
    try {
      return permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
