package dev.kedge.agent;

import dev.kedge.linux.perf.MmapRecord;
import dev.kedge.linux.perf.PerfRecordHandler;
import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.proc.ProcessTable;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.unwind.UserStack;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts samples per stack and process on the thread that drains the rings.
 *
 * <p>A stack that was seen before costs one hash over its addresses and no garbage; a new one is
 * copied together with the mappings its addresses lie in.
 *
 * <p>One thread at a time.
 */
final class StackCounter implements PerfRecordHandler {
  private final ProcessTable processes;
  private final StackReader reader;
  private final ProcessFirstSeen firstSeen;
  private final StackCounts counts = new StackCounts();
  private long throttled;

  /**
   * Told of each process and thread when the first sample of a stack comes in a window, while it
   * most likely lives.
   */
  @FunctionalInterface
  interface ProcessFirstSeen {
    void sampled(int pid, int tid);
  }

  StackCounter(StackReader reader, ProcessFirstSeen firstSeen) {
    this.processes = reader.processes();
    this.reader = reader;
    this.firstSeen = firstSeen;
  }

  @Override
  public void onSample(PerfSample sample) {
    int pid = sample.pid();
    if (pid < 0) {
      return;
    }
    TrackedProcess process = processes.process(pid);
    UserStack user = reader.unwind(sample, process);
    long key = StackReader.key(sample, user);
    @Nullable CountedStack known = counts.known(key);
    if (known != null && known.stillDescribes(pid, process.comm(), process.memory())) {
      if (known.count == 0 || known.lastThread() != sample.tid()) {
        firstSeen.sampled(pid, sample.tid());
      }
      count(known, sample);
    } else if (!counts.full()) {
      firstSeen.sampled(pid, sample.tid());
      CountedStack fresh = reader.copy(sample, user, process);
      counts.put(key, fresh);
      count(fresh, sample);
    }
  }

  private void count(CountedStack stack, PerfSample sample) {
    counts.count(stack, sample.timeNanos(), sample.cpu(), sample.tid());
  }

  /**
   * Ends the window: hands over what was counted and begins at zero.
   *
   * @param kind what its samples are
   * @param nextStartNanos when the next one began, by the clock of the samples
   */
  RawWindow close(SampleKind kind, TimeRange range, Duration period, long nextStartNanos) {
    return counts.close(kind, range, period, nextStartNanos);
  }

  @Override
  public void onLost(int cpu, long records) {
    counts.lost(records);
  }

  @Override
  public void onThrottle(int cpu, boolean on, long timeNanos) {
    if (on) {
      throttled++;
    }
  }

  /** How often the kernel throttled sampling because it took too long. */
  long throttled() {
    return throttled;
  }

  @Override
  public void onMmap2(MmapRecord record) {
    processes.onMmap2(record);
  }

  @Override
  public void onComm(int pid, int tid, String comm, boolean exec, long timeNanos) {
    processes.onComm(pid, tid, comm, exec, timeNanos);
  }

  @Override
  public void onFork(int pid, int tid, int parentPid, int parentTid, long timeNanos) {
    processes.onFork(pid, tid, parentPid, parentTid, timeNanos);
  }

  @Override
  public void onExit(int pid, int tid, long timeNanos) {
    processes.onExit(pid, tid, timeNanos);
  }
}
