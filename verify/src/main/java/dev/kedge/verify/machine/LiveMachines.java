package dev.kedge.verify.machine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The processes of machines that run now. When this process is asked to end, they are ended first:
 * nothing is left running. Safe for any number of threads.
 */
public final class LiveMachines implements AutoCloseable {
  private static final int MOST_SECONDS = 10;

  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::cancelAndWait, "end-machines");
  private final AtomicInteger boots = new AtomicInteger();
  private volatile boolean cancelled;

  /** Asks the Java runtime to end the machines when it ends. */
  public LiveMachines() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says whether the run was stopped: no machine is to be started any more. */
  public boolean cancelled() {
    return cancelled;
  }

  void add(Process process) {
    processes.add(process);
    if (cancelled) {
      end(process);
    }
  }

  void remove(Process process) {
    processes.remove(process);
  }

  /** Ends all machines and lets no new one live. */
  public void cancel() {
    cancelled = true;
    processes.forEach(LiveMachines::end);
  }

  void bootStarts() {
    boots.incrementAndGet();
  }

  void bootEnds() {
    boots.decrementAndGet();
  }

  /** Gives the threads whose machines were ended the time to delete their files. */
  private void cancelAndWait() {
    cancel();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (boots.get() > 0 && System.nanoTime() < end) {
      Machine.pause();
    }
  }

  /** Ends a process and those it started, and waits until it is gone. */
  static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    cancel();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The runtime is ending already, and the hook is at work.
    }
  }
}
