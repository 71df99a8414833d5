package dev.kedge.server;

import dev.kedge.model.Printable;
import dev.kedge.server.metrics.Health;
import dev.kedge.store.Store;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the store's upkeep again and again in one thread. */
final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final Store store;
  private final Health health;
  private final Duration pause;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private String lastFailure = "";

  Maintenance(Store store, Health health, Duration pause) {
    this.store = store;
    this.health = health;
    this.pause = pause;
    this.thread = Thread.ofPlatform().name("kedge-maintenance").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      store.maintain();
      if (!lastFailure.isEmpty()) {
        LOG.info("upkeep of the store works again");
      }
      lastFailure = "";
      health.maintained();
    } catch (RuntimeException e) {
      String why = Printable.of(String.valueOf(e.getMessage()), 500);
      // A full disk fails every round: said once, and shown by /healthz for as long as it lasts.
      if (!why.equals(lastFailure)) {
        LOG.error("upkeep of the store failed: {}", why, e);
      }
      lastFailure = why;
      health.maintenanceFailed(why);
    }
  }

  /**
   * Ends it after the round that is running, without interrupting that: an interrupt would close
   * the files it writes.
   *
   * @return false when the round was not over within that time
   */
  boolean stop(Duration patience) {
    stop.countDown();
    try {
      return thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
