package dev.kedge.agent;

import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.unwind.UserStack;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Matches where watched threads begin to wait with who wakes them, and counts each pair of stacks.
 * A wait whose beginning was not seen has no stack of its own and is counted as well. One thread at
 * a time.
 */
final class WakeupCounter {
  private static final int MAX_THREADS = 65_536;

  private final StackReader reader;
  private final ProcessFiles files;
  private final StackCounter.ProcessFirstSeen firstSeen;
  private final StackCounts counts = new StackCounts();
  private final Int2ObjectHashMap<Wait> threads = new Int2ObjectHashMap<>();

  /** What a thread waits at, or waited at last. */
  private static final class Wait {
    private final long key;
    private final CountedStack stack;
    private boolean open;

    Wait(long key, CountedStack stack) {
      this.key = key;
      this.stack = stack;
    }
  }

  WakeupCounter(StackReader reader, ProcessFiles files, StackCounter.ProcessFirstSeen firstSeen) {
    this.reader = reader;
    this.files = files;
    this.firstSeen = firstSeen;
  }

  /** A watched thread, the one the sample is of, begins to wait. */
  void onWaits(PerfSample sample) {
    if (sample.pid() <= 0) {
      return;
    }
    TrackedProcess process = reader.processes().process(sample.pid());
    UserStack user = reader.unwind(sample, process);
    long key = StackReader.key(sample, user);
    @Nullable Wait before = threads.get(sample.tid());
    if (before == null || before.key != key || !describes(before.stack, process)) {
      before = keep(sample.tid(), new Wait(key, reader.copy(sample, user, process)));
    }
    before.open = true;
  }

  private Wait keep(int tid, Wait wait) {
    if (threads.size() >= MAX_THREADS) {
      threads.clear();
    }
    threads.put(tid, wait);
    return wait;
  }

  private static boolean describes(CountedStack stack, TrackedProcess process) {
    return stack.stillDescribes(process.pid(), process.comm(), process.memory());
  }

  /** The one the sample is of wakes a watched thread. */
  void onWakes(PerfSample sample) {
    int tid = sample.wakee();
    @Nullable Wait wait = threads.get(tid);
    if (wait == null) {
      OptionalInt pid = files.processOf(tid);
      if (pid.isEmpty()) {
        return;
      }
      TrackedProcess process = reader.processes().process(pid.getAsInt());
      wait = keep(tid, new Wait(pid.getAsInt(), CountedStack.unseen(process)));
      wait.open = true;
    }
    // Woken before it had left its CPU, or told twice while events were exchanged.
    if (wait.open) {
      wait.open = false;
      count(wait, sample);
    }
  }

  private void count(Wait wait, PerfSample sample) {
    TrackedProcess waker = reader.processes().process(Math.max(0, sample.pid()));
    UserStack user = reader.unwind(sample, waker);
    long key = StackReader.mix(wait.key ^ StackReader.mix(StackReader.key(sample, user) + 1));
    @Nullable CountedStack chain = counts.known(key);
    if (chain == null || !chain.isChainOf(wait.stack, waker)) {
      if (counts.full()) {
        return;
      }
      chain = wait.stack.wokenBy(reader.copy(sample, user, waker));
      counts.put(key, chain);
    }
    if (chain.count == 0 || chain.lastThread() != sample.wakee()) {
      firstSeen.sampled(chain.pid(), sample.wakee());
    }
    counts.count(chain, sample.timeNanos(), sample.cpu(), sample.wakee());
  }

  /** Other threads are watched from now on, or events are missing. */
  void forget() {
    threads.clear();
  }

  /** Of the threads watched until now only these still are. */
  void retain(Set<Integer> tids) {
    threads.keySet().removeIf(tid -> !tids.contains(tid));
  }

  /** A thread ended. */
  void onExit(int tid) {
    threads.remove(tid);
  }

  /** Ends the window, as {@link StackCounts#close}. */
  RawWindow close(TimeRange range, Duration period, long nextStartNanos) {
    return counts.close(SampleKind.WAKEUPS, range, period, nextStartNanos);
  }
}
