package dev.kedge.linux.perf;

/** Receives what the kernel says about processes, in time order. */
public interface ProcessRecordHandler {
  /** Executable memory was mapped (or its protection became executable). */
  void onMmap2(MmapRecord record);

  /**
   * A task has a new name.
   *
   * @param pid process
   * @param tid thread; equal to pid for the name of the process
   * @param comm the name, at most 15 bytes
   * @param exec true when the reason is an exec: all mappings before are gone
   * @param timeNanos when
   */
  void onComm(int pid, int tid, String comm, boolean exec, long timeNanos);

  /** A task was created; a new thread of the same process when {@code pid == parentPid}. */
  void onFork(int pid, int tid, int parentPid, int parentTid, long timeNanos);

  /** A task ended; its process too when {@code pid == tid}, but for threads still ending. */
  void onExit(int pid, int tid, long timeNanos);
}
