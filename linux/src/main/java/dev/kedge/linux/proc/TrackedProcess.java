package dev.kedge.linux.proc;

/**
 * A process as the table knows it. Changed by its {@link ProcessTable} only, on the thread that
 * feeds the table.
 */
public final class TrackedProcess {
  private final int pid;
  private String comm;
  private AddressSpace memory;
  private boolean exited;
  private long lastUsed;
  private long nextRepairNanos = Long.MIN_VALUE;
  private int repairs;

  TrackedProcess(int pid, String comm, AddressSpace memory) {
    this.pid = pid;
    this.comm = comm;
    this.memory = memory;
  }

  /** Process (thread group) id. */
  public int pid() {
    return pid;
  }

  /** Name of the process, at most 15 bytes; empty when it ended before it could be read. */
  public String comm() {
    return comm;
  }

  /** Its executable mappings as of the last record. */
  public AddressSpace memory() {
    return memory;
  }

  /** True when its main thread has ended. */
  public boolean exited() {
    return exited;
  }

  void rename(String name) {
    comm = name;
  }

  void remember(AddressSpace changed) {
    memory = changed;
  }

  void markExited() {
    exited = true;
  }

  long lastUsed() {
    return lastUsed;
  }

  void used(long tick) {
    lastUsed = tick;
  }

  /** Whether its maps may be read again now; each time makes the wait for the next one longer. */
  boolean takeRepair(long nowNanos, long firstWaitNanos) {
    if (exited || nowNanos < nextRepairNanos) {
      return false;
    }
    nextRepairNanos = nowNanos + (firstWaitNanos << Math.min(repairs, 8));
    repairs++;
    return true;
  }
}
