package dev.kedge.server.bandwidth;

import dev.kedge.server.http.Call;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Computes in a platform thread of its own while the request waits: requests are answered by
 * virtual threads, of which as many can compute as there are CPUs, and then no other is answered.
 * How many compute at once is the business of the gate before it.
 */
final class Apart {
  /** Long enough that most runs end before anybody is asked. */
  private static final Duration ASK_EVERY = Duration.ofMillis(400);

  private Apart() {}

  /**
   * Computes, and on request looks now and then whether the answer is still awaited.
   *
   * @param ask whether to find out by interim answers
   * @param cancel makes the work end soon
   * @throws RuntimeException what the work threw, or that the connection is gone
   */
  static <T> T compute(Call call, boolean ask, Callable<T> work, Runnable cancel) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().name("kedge-simulation").daemon().start(task);
    try {
      while (true) {
        try {
          return task.get(ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (ask) {
            call.stillAwaited();
          }
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a run failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a run was computed", e);
    } finally {
      cancel.run();
    }
  }
}
