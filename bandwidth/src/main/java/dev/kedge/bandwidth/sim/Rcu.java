package dev.kedge.bandwidth.sim;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Grace periods: each ends once it is old enough and every task that was inside a read section when
 * it began has left.
 */
final class Rcu {
  private record GracePeriod(long sequence, long notBefore, Runnable callback) {}

  private final Host host;
  private final int source;
  private final ArrayDeque<GracePeriod> waiting = new ArrayDeque<>();
  private long sequence;
  private @Nullable Task oldest;
  private @Nullable Task newest;

  Rcu(Host host) {
    this.host = host;
    this.source = host.addSource(new EventSource.GracePeriod());
  }

  void enter(Task task) {
    if (task.rcuDepth++ > 0) {
      return;
    }
    task.rcuSequence = sequence;
    task.rcuPrevious = newest;
    task.rcuNext = null;
    if (newest == null) {
      oldest = task;
    } else {
      newest.rcuNext = task;
    }
    newest = task;
  }

  void leave(Task task) {
    if (--task.rcuDepth > 0) {
      return;
    }
    if (task.rcuPrevious == null) {
      oldest = task.rcuNext;
    } else {
      task.rcuPrevious.rcuNext = task.rcuNext;
    }
    if (task.rcuNext == null) {
      newest = task.rcuPrevious;
    } else {
      task.rcuNext.rcuPrevious = task.rcuPrevious;
    }
    complete();
  }

  /** Calls back at the end of a grace period that begins now. */
  void afterGracePeriod(Runnable callback) {
    waiting.add(new GracePeriod(sequence++, host.now + host.machine.gracePeriodNs(), callback));
    complete();
  }

  /** Ends what can be ended. */
  void complete() {
    GracePeriod first;
    while ((first = waiting.peek()) != null
        && host.now >= first.notBefore()
        && (oldest == null || oldest.rcuSequence > first.sequence())) {
      waiting.poll();
      first.callback().run();
    }
    host.events.schedule(
        source,
        first == null || host.now >= first.notBefore() ? EventQueue.NEVER : first.notBefore());
  }
}
