package dev.kedge.agent;

import dev.kedge.linux.generated.Runtimes;
import dev.kedge.linux.perf.MmapRecord;
import dev.kedge.linux.perf.PerfRecordHandler;
import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.ProcessTable;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.unwind.StackUnwinder;
import dev.kedge.linux.unwind.UserStack;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Counts samples per stack and process on the thread that drains the rings.
 *
 * <p>A stack that was seen before costs one hash over its addresses and no garbage; a new one is
 * copied together with the mappings its addresses lie in. Stacks stay known for some windows, so
 * that a steady load allocates nothing.
 *
 * <p>One thread at a time.
 */
final class StackCounter implements PerfRecordHandler {

  /**
   * Frames of known stacks, at about 12 bytes each: past the first bound all are forgotten when the
   * window ends, past the second new stacks count as lost until then.
   */
  private static final int MAX_FRAMES = 800_000;

  private static final int MAX_FRAMES_IN_WINDOW = 1_200_000;
  private static final int MAX_IDLE_WINDOWS = 6;
  private static final long SLOT_NANOS = SampleMoments.SLOT.toNanos();
  private static final long LATE_NANOS = 2_000_000_000L;
  private static final long LONGEST_WINDOW_NANOS = 600_000_000_000L;

  private final ProcessTable processes;
  private final StackUnwinder unwinder;
  private final Long2ObjectHashMap<CountedStack> stacks = new Long2ObjectHashMap<>();
  private final List<CountedStack> superseded = new ArrayList<>();
  private final Runtimes runtimes;
  private final ProcessFirstSeen firstSeen;
  private long frames;
  private long lost;
  private long throttled;
  private long windowStartNanos = System.nanoTime();
  private boolean timed = true;

  /**
   * Told of each process and thread when the first sample of a stack comes in a window, while it
   * most likely lives.
   */
  @FunctionalInterface
  interface ProcessFirstSeen {
    void sampled(int pid, int tid);
  }

  StackCounter(
      ProcessTable processes,
      StackUnwinder unwinder,
      Runtimes runtimes,
      ProcessFirstSeen firstSeen) {
    this.processes = processes;
    this.unwinder = unwinder;
    this.runtimes = runtimes;
    this.firstSeen = firstSeen;
  }

  @Override
  public void onSample(PerfSample sample) {
    int pid = sample.pid();
    if (pid < 0) {
      return;
    }
    TrackedProcess process = processes.process(pid);
    UserStack user = unwinder.unwind(sample, process);
    long key = key(sample, user);
    CountedStack known = stacks.get(key);
    if (known != null && known.stillDescribes(pid, process.comm(), process.memory())) {
      if (known.count == 0 || known.lastThread() != sample.tid()) {
        firstSeen.sampled(pid, sample.tid());
      }
      known.count(moment(sample));
      return;
    }
    if (frames >= MAX_FRAMES_IN_WINDOW) {
      lost++;
      return;
    }
    firstSeen.sampled(pid, sample.tid());
    CountedStack fresh = copy(sample, user, process);
    fresh.count(moment(sample));
    frames += fresh.frames();
    if (known != null && known.count > 0) {
      superseded.add(known);
    } else if (known != null) {
      frames -= known.frames();
    }
    stacks.put(key, fresh);
  }

  /** Samples may come some milliseconds after the window they belong to has ended. */
  private long moment(PerfSample sample) {
    long offset = sample.timeNanos() - windowStartNanos;
    if (offset < -LATE_NANOS || offset > LONGEST_WINDOW_NANOS) {
      timed = false;
    }
    int slot = (int) (Math.clamp(offset, 0, LONGEST_WINDOW_NANOS) / SLOT_NANOS);
    return RawWindow.moment(slot, sample.cpu(), sample.tid());
  }

  private static long key(PerfSample sample, UserStack user) {
    long hash = sample.pid() * 0x9E3779B97F4A7C15L + user.end().name().hashCode();
    for (int i = 0; i < sample.kernelFrames(); i++) {
      hash = mix(hash ^ sample.kernelFrame(i));
    }
    hash = mix(hash + sample.kernelFrames());
    for (int i = 0; i < user.count(); i++) {
      hash = mix(hash ^ user.frame(i));
    }
    return hash;
  }

  private static long mix(long value) {
    long h = value * 0xff51afd7ed558ccdL;
    return h ^ (h >>> 32);
  }

  private CountedStack copy(PerfSample sample, UserStack unwound, TrackedProcess process) {
    long[] kernel = new long[sample.kernelFrames()];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = sample.kernelFrame(i);
    }
    long[] user = new long[unwound.count()];
    @SuppressWarnings({"unchecked", "rawtypes"})
    Optional<Mapping>[] mappings = new Optional[user.length];
    for (int i = 0; i < user.length; i++) {
      user[i] = unwound.frame(i);
      boolean code = FrameTag.tag(user[i]) == 0;
      mappings[i] =
          code ? processes.locate(process.pid(), user[i], sample.timeNanos()) : Optional.empty();
      if (!code || generated(mappings[i])) {
        runtimes.want(process, user[i], i == 0);
      }
    }
    // Looking an address up may have read the maps again: take the memory as it is now.
    AddressSpace memory = process.memory();
    return new CountedStack(
        process.pid(), process.comm(), memory, kernel, user, mappings, unwound.end());
  }

  private static boolean generated(Optional<Mapping> mapping) {
    return mapping.isPresent() && mapping.get().file().kind() == MappedFile.Kind.ANONYMOUS;
  }

  /**
   * Ends the window: hands over what was counted and begins at zero.
   *
   * @param kind what its samples are
   * @param nextStartNanos when the next one began, by the clock of the samples
   */
  RawWindow close(SampleKind kind, TimeRange range, Duration period, long nextStartNanos) {
    List<RawWindow.Entry> entries = new ArrayList<>(stacks.size() + superseded.size());
    for (CountedStack stack : superseded) {
      entries.add(new RawWindow.Entry(stack, stack.takeMoments()));
    }
    superseded.forEach(stack -> frames -= stack.frames());
    superseded.clear();
    Iterator<CountedStack> all = stacks.values().iterator();
    while (all.hasNext()) {
      CountedStack stack = all.next();
      if (stack.count > 0) {
        entries.add(new RawWindow.Entry(stack, stack.takeMoments()));
        stack.idleWindows = 0;
      } else if (++stack.idleWindows > MAX_IDLE_WINDOWS) {
        frames -= stack.frames();
        all.remove();
      }
    }
    if (frames > MAX_FRAMES) {
      stacks.clear();
      frames = 0;
    }
    RawWindow window = new RawWindow(kind, range, period, entries, lost, timed);
    lost = 0;
    timed = true;
    windowStartNanos = nextStartNanos;
    return window;
  }

  @Override
  public void onLost(int cpu, long records) {
    lost += records;
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
