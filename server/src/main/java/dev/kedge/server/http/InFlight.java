package dev.kedge.server.http;

import java.time.Duration;

/**
 * Counts the requests that are being answered, so that a stop can wait for them. Safe for many
 * threads.
 */
public final class InFlight {
  private int count;
  private boolean stopping;

  /** Counts one in; false when the server is stopping and takes no more. */
  public synchronized boolean enter() {
    if (stopping) {
      return false;
    }
    count++;
    return true;
  }

  /** Counts one out. */
  public synchronized void leave() {
    count--;
    notifyAll();
  }

  /** True once {@link #stop} was called. */
  public synchronized boolean stopping() {
    return stopping;
  }

  /**
   * Takes no more and waits for those inside.
   *
   * @return how many are still inside after that time
   */
  public synchronized int stop(Duration patience) {
    stopping = true;
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (count > 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return count;
  }
}
