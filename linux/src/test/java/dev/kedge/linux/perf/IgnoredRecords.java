package dev.kedge.linux.perf;

/** Does nothing with any record: tests override what they look at. */
public class IgnoredRecords implements PerfRecordHandler {
  @Override
  public void onSample(PerfSample sample) {}

  @Override
  public void onMmap2(MmapRecord record) {}

  @Override
  public void onComm(int pid, int tid, String comm, boolean exec, long timeNanos) {}

  @Override
  public void onFork(int pid, int tid, int parentPid, int parentTid, long timeNanos) {}

  @Override
  public void onExit(int pid, int tid, long timeNanos) {}

  @Override
  public void onLost(int cpu, long records) {}

  @Override
  public void onThrottle(int cpu, boolean throttled, long timeNanos) {}
}
