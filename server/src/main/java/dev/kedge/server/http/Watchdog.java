package dev.kedge.server.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts connections on which reading or writing takes too long: the web server itself sets no
 * timeout. It interrupts the thread, which closes the connection it is blocked on; so only reading
 * from and writing to connections may be watched, never work on files.
 */
public final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("kedge-watchdog").daemon().factory());

  /** Watches nothing yet. */
  public Watchdog() {
    // Nearly every watch is closed long before its time.
    timer.setRemoveOnCancelPolicy(true);
  }

  /** A stretch of reading or writing by one thread; closed by the same thread at its end. */
  public static final class Watch implements AutoCloseable {
    private static final Future<?> NONE = CompletableFuture.completedFuture("none");

    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean fired;
    private Future<?> alarm = NONE;

    private Watch() {}

    private synchronized void start(Future<?> scheduled) {
      alarm = scheduled;
    }

    private synchronized void fire() {
      if (!over) {
        fired = true;
        thread.interrupt();
      }
    }

    @Override
    public synchronized void close() {
      over = true;
      alarm.cancel(false);
      if (fired) {
        // The interrupt was for the connection, not for what the thread does next.
        fired = !Thread.interrupted();
      }
    }
  }

  /** Watches the calling thread from now on. */
  public Watch watch(Duration time) {
    return watch(time, () -> {});
  }

  /**
   * Watches the calling thread from now on.
   *
   * @param atAlarm runs, in another thread, when the time is over before the watch is closed
   */
  public Watch watch(Duration time, Runnable atAlarm) {
    Watch watch = new Watch();
    watch.start(
        timer.schedule(
            () -> {
              watch.fire();
              atAlarm.run();
            },
            time.toNanos(),
            TimeUnit.NANOSECONDS));
    return watch;
  }

  /** Ends its thread; what is still watched is not cut any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
