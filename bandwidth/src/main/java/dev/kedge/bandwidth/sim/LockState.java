package dev.kedge.bandwidth.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lock: who holds it and who waits. */
abstract sealed class LockState {
  /** A writer that waits longer reserves the lock for itself ({@code RWSEM_WAIT_TIMEOUT}). */
  private static final long HANDOFF_AFTER_NS = 4_000_000;

  final int id;
  final Sleepers sleepers;

  LockState(int id, Sleepers sleepers) {
    this.id = id;
    this.sleepers = sleepers;
  }

  /**
   * Takes the lock for a running task.
   *
   * @return false when the task has to wait; it is on the lock's list then
   */
  abstract boolean acquire(Task task, boolean write);

  abstract void release(Task task);

  /** Puts tasks to sleep and wakes them. */
  interface Sleepers {
    long now();

    /** Wakes a task that now holds the lock. */
    void grant(Task task, LockState lock);

    /** Wakes a task that may try again. */
    void wake(Task task);

    /** Calls back once every reader inside an RCU section now has left it. */
    void afterGracePeriod(Runnable callback);
  }

  /** {@code struct mutex}: a woken waiter competes once, then the lock is handed to it. */
  static final class Mutex extends LockState {
    private final ArrayDeque<Task> waiters = new ArrayDeque<>();
    private @Nullable Task holder;
    private boolean handOff;

    Mutex(int id, Sleepers sleepers) {
      super(id, sleepers);
    }

    @Override
    boolean acquire(Task task, boolean write) {
      boolean waited = task.waitingFor == this;
      if (holder == null) {
        holder = task;
        if (waited) {
          waiters.remove(task);
        }
        return true;
      }
      if (waited) {
        handOff = true;
      } else {
        waiters.add(task);
      }
      return false;
    }

    @Override
    void release(Task task) {
      holder = null;
      Task next = waiters.peek();
      if (next == null) {
        return;
      }
      if (handOff) {
        handOff = false;
        waiters.poll();
        holder = next;
        sleepers.grant(next, this);
      } else {
        sleepers.wake(next);
      }
    }
  }

  /**
   * {@code struct rw_semaphore}: readers that wait are let in together; a woken writer competes for
   * the lock, and once it has waited long it reserves it for its next try.
   *
   * <p>Who runs may take a free lock before those that wait: a writer from the slow path ({@code
   * rwsem_try_write_lock}), a reader by reader stealing ({@code rwsem_down_read_slowpath}), both
   * only while the lock is not reserved. A waiter that cannot run, as under a group throttle,
   * therefore keeps nobody out.
   */
  static final class RwSemaphore extends LockState {
    private final ArrayDeque<Task> waiters = new ArrayDeque<>();
    private @Nullable Task writer;
    private int readers;

    /** The writer that set {@code RWSEM_FLAG_HANDOFF}. */
    private @Nullable Task reservedFor;

    RwSemaphore(int id, Sleepers sleepers) {
      super(id, sleepers);
    }

    @Override
    boolean acquire(Task task, boolean write) {
      if (task.waitingFor != this && !(write ? freeToWrite(task) : freeToRead())) {
        waiters.add(task);
        return false;
      }
      return write ? acquireToWrite(task) : acquireToRead();
    }

    private boolean freeToWrite(Task task) {
      return writer == null && readers == 0 && (!reserved() || reservedFor == task);
    }

    /** Readers do not overtake a writer while other readers hold the lock. */
    private boolean freeToRead() {
      return writer == null && reservedFor == null && (readers == 0 || waiters.isEmpty());
    }

    /** Only a reservation of the first waiter keeps other writers out. */
    private boolean reserved() {
      return reservedFor != null && reservedFor == waiters.peek();
    }

    private boolean acquireToRead() {
      readers++;
      Task first = waiters.peek();
      if (readers == 1 && first != null && !first.waitingToWrite) {
        letReadersIn();
      }
      return true;
    }

    private boolean acquireToWrite(Task task) {
      if (freeToWrite(task)) {
        waiters.remove(task);
        writer = task;
        reservedFor = null;
        return true;
      }
      if (reservedFor == null && sleepers.now() - task.waitingSince >= HANDOFF_AFTER_NS) {
        reservedFor = task;
      }
      return false;
    }

    @Override
    void release(Task task) {
      if (writer == task) {
        writer = null;
      } else {
        readers--;
      }
      if (readers > 0) {
        return;
      }
      Task first = waiters.peek();
      if (first == null) {
        return;
      }
      if (first.waitingToWrite) {
        sleepers.wake(first);
      } else {
        letReadersIn();
      }
    }

    private void letReadersIn() {
      List<Task> entering = new ArrayList<>();
      for (Task waiter : waiters) {
        if (!waiter.waitingToWrite) {
          entering.add(waiter);
        }
      }
      waiters.removeAll(entering);
      readers += entering.size();
      for (Task reader : entering) {
        sleepers.grant(reader, this);
      }
    }
  }

  /**
   * {@code struct percpu_rw_semaphore}: the first writer after a quiet time waits for a grace
   * period ({@code rcu_sync_enter}), then keeps new readers out and waits for those inside.
   */
  static final class PercpuRwSemaphore extends LockState {
    private final ArrayDeque<Task> writers = new ArrayDeque<>();
    private final ArrayDeque<Task> waitingReaders = new ArrayDeque<>();
    private @Nullable Task active;
    private boolean holding;
    private boolean closed;
    private boolean slow;
    private int readers;
    private long lastExit;

    PercpuRwSemaphore(int id, Sleepers sleepers) {
      super(id, sleepers);
    }

    @Override
    boolean acquire(Task task, boolean write) {
      if (write) {
        if (active == task) {
          closeReadersOut(task);
          return holding;
        }
        writers.add(task);
        if (active == null) {
          startNextWriter(task);
        }
        return active == task && holding;
      }
      if (closed) {
        waitingReaders.add(task);
        return false;
      }
      readers++;
      return true;
    }

    private void startNextWriter(@Nullable Task running) {
      Task next = writers.poll();
      active = next;
      holding = false;
      if (next == null) {
        return;
      }
      if (slow) {
        closeReadersOut(running);
      } else {
        slow = true;
        waitForGracePeriod(next, running);
      }
    }

    /** {@code rcu_sync_enter}: readers stay free until the writer has waited and runs again. */
    private void waitForGracePeriod(Task writer, @Nullable Task running) {
      boolean[] asleep = {false};
      boolean[] over = {false};
      sleepers.afterGracePeriod(() -> {
        over[0] = true;
        if (asleep[0]) {
          sleepers.wake(writer);
        }
      });
      asleep[0] = !over[0];
      if (over[0]) {
        closeReadersOut(running);
      }
    }

    private void closeReadersOut(@Nullable Task running) {
      closed = true;
      if (readers == 0) {
        hold(running);
      }
    }

    private void hold(@Nullable Task running) {
      holding = true;
      if (active != null && active != running) {
        sleepers.grant(active, this);
      }
    }

    @Override
    void release(Task task) {
      if (task != active || !holding) {
        readers--;
        if (readers == 0 && closed && !holding) {
          hold(null);
        }
        return;
      }
      closed = false;
      holding = false;
      Task reader;
      while ((reader = waitingReaders.poll()) != null) {
        readers++;
        sleepers.grant(reader, this);
      }
      active = null;
      lastExit = sleepers.now();
      long exit = lastExit;
      sleepers.afterGracePeriod(() -> becomeFast(exit));
      startNextWriter(null);
    }

    /** {@code rcu_sync_func}: a grace period without a writer makes readers free again. */
    private void becomeFast(long exit) {
      if (active == null && lastExit == exit) {
        slow = false;
      }
    }
  }

  /** An RCU read section, which nobody waits for here. */
  static final class RcuReadSide extends LockState {
    private final Rcu rcu;

    RcuReadSide(int id, Sleepers sleepers, Rcu rcu) {
      super(id, sleepers);
      this.rcu = rcu;
    }

    @Override
    boolean acquire(Task task, boolean write) {
      rcu.enter(task);
      return true;
    }

    @Override
    void release(Task task) {
      rcu.leave(task);
    }
  }
}
