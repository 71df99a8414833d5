package dev.kedge.linux.proc;

import dev.kedge.linux.perf.MmapRecord;

/**
 * A process as the table knows it. Changed by its {@link ProcessTable} only, on the thread that
 * feeds the table. What was mapped since its memory was last asked for waits in a list that a
 * forked child shares: most processes end without ever being sampled.
 */
public final class TrackedProcess {
  private final int pid;
  private final int parent;
  private String comm;
  private AddressSpace memory;
  private Waiting waiting;
  private final boolean read;
  private boolean exited;
  private long lastUsed;
  private long nextRepairNanos = Long.MIN_VALUE;
  private int repairs;

  /** Mappings not looked at yet, the newest first. Immutable. */
  sealed interface Waiting {
    /** How many there are. */
    int count();

    /** None. */
    enum None implements Waiting {
      /** The end of every list. */
      NONE;

      @Override
      public int count() {
        return 0;
      }
    }

    /** One, and those before it. */
    record More(MmapRecord newest, Waiting before, int count) implements Waiting {}
  }

  private TrackedProcess(
      int pid, int parent, String comm, AddressSpace memory, Waiting waiting, boolean read) {
    this.pid = pid;
    this.parent = parent;
    this.comm = comm;
    this.memory = memory;
    this.waiting = waiting;
    this.read = read;
  }

  /** A process whose name and memory are known. */
  TrackedProcess(int pid, String comm, AddressSpace memory) {
    this(pid, 0, comm, memory, Waiting.None.NONE, true);
  }

  /** The same process with other memory, of a new program where it began one. */
  TrackedProcess with(String name, AddressSpace fresh) {
    return new TrackedProcess(pid, parent, name, fresh, Waiting.None.NONE, true);
  }

  /** One whose start was not seen and that procfs was not asked about yet. */
  static TrackedProcess unread(int pid) {
    return new TrackedProcess(pid, 0, "", AddressSpace.EMPTY, Waiting.None.NONE, false);
  }

  /** A child right after the fork. */
  TrackedProcess fork(int child) {
    return new TrackedProcess(child, pid, comm, memory, waiting, read);
  }

  /** Whether name and memory are known from the start of the process, or from procfs. */
  boolean read() {
    return read;
  }

  /** Process (thread group) id. */
  public int pid() {
    return pid;
  }

  /** The process that made it; 0 where that was before this one was looked for. */
  public int parent() {
    return parent;
  }

  /** Name of the process, at most 15 bytes; empty when it ended before it could be read. */
  public String comm() {
    return comm;
  }

  /** Its executable mappings as of when the table was last asked for it. */
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

  /** More was mapped; how many records wait now. */
  int mapped(MmapRecord record) {
    waiting = new Waiting.More(record, waiting, waiting.count() + 1);
    return waiting.count();
  }

  /** The mappings that wait, which wait no longer. */
  Waiting takeWaiting() {
    Waiting taken = waiting;
    waiting = Waiting.None.NONE;
    return taken;
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
