package dev.kedge.agent;

import dev.kedge.linux.perf.EventKind;
import dev.kedge.linux.perf.MmapRecord;
import dev.kedge.linux.perf.PerfRecordHandler;
import dev.kedge.linux.perf.PerfSample;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A counter of stacks for each kind of sample; what is said about processes goes to one of them,
 * for they share the table of processes. One thread at a time.
 */
final class KindCounters implements PerfRecordHandler {
  private final StackCounter cpu;
  private final Map<EventKind, StackCounter> others = new EnumMap<>(EventKind.class);
  private final WakeupCounter wakeups;

  KindCounters(List<SampledKind> kinds, Supplier<StackCounter> counter, WakeupCounter wakeups) {
    this.wakeups = wakeups;
    cpu = counter.get();
    kinds.forEach(kind -> kind.event().ifPresent(event -> others.put(event, counter.get())));
  }

  @Override
  public void onSample(PerfSample sample) {
    switch (sample.kind()) {
      case CPU_CLOCK -> cpu.onSample(sample);
      case SCHED_SWITCH -> wakeups.onWaits(sample);
      case SCHED_WAKING -> wakeups.onWakes(sample);
      case CONTEXT_SWITCHES, PAGE_FAULTS -> {
        StackCounter counter = others.get(sample.kind());
        // A CPU that leaves its idle task says nothing about anyone.
        if (counter != null && sample.pid() != 0) {
          counter.onSample(sample);
        }
      }
    }
  }

  /** Ends the windows of all kinds, that of CPU time first. */
  List<RawWindow> close(TimeRange range, ProfilerOptions options, long nextStartNanos) {
    List<RawWindow> windows = new ArrayList<>();
    windows.add(cpu.close(SampleKind.CPU, range, options.period(), nextStartNanos));
    for (SampledKind kind : options.kinds()) {
      kind.event()
          .map(others::get)
          .map(counter -> counter.close(kind.kind(), range, options.period(kind), nextStartNanos))
          .ifPresent(windows::add);
      if (kind.kind() == SampleKind.WAKEUPS) {
        windows.add(wakeups.close(range, options.period(kind), nextStartNanos));
      }
    }
    return windows;
  }

  @Override
  public void onLost(int lostOn, long records) {
    cpu.onLost(lostOn, records);
    wakeups.forget();
  }

  @Override
  public void onWaitsMissed() {
    wakeups.forget();
  }

  @Override
  public void onThrottle(int throttledOn, boolean throttled, long timeNanos) {
    cpu.onThrottle(throttledOn, throttled, timeNanos);
  }

  @Override
  public void onMmap2(MmapRecord record) {
    cpu.onMmap2(record);
  }

  @Override
  public void onComm(int pid, int tid, String comm, boolean exec, long timeNanos) {
    cpu.onComm(pid, tid, comm, exec, timeNanos);
  }

  @Override
  public void onFork(int pid, int tid, int parentPid, int parentTid, long timeNanos) {
    cpu.onFork(pid, tid, parentPid, parentTid, timeNanos);
  }

  @Override
  public void onExit(int pid, int tid, long timeNanos) {
    cpu.onExit(pid, tid, timeNanos);
    wakeups.onExit(tid);
  }
}
