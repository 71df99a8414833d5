package dev.kedge.agent;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of a window with their samples. Stacks stay known for some windows, so that a steady
 * load allocates nothing. One thread at a time.
 */
final class StackCounts {
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

  private final Long2ObjectHashMap<CountedStack> stacks = new Long2ObjectHashMap<>();
  private final List<CountedStack> superseded = new ArrayList<>();
  private long frames;
  private long lost;
  private long windowStartNanos = System.nanoTime();
  private boolean timed = true;

  /** The stack of that number; null, for it is asked for with each sample, where there is none. */
  @Nullable CountedStack known(long key) {
    return stacks.get(key);
  }

  /** Whether another stack would be too much for this window: it then counts as lost. */
  boolean full() {
    if (frames >= MAX_FRAMES_IN_WINDOW) {
      lost++;
      return true;
    }
    return false;
  }

  /** Adds a stack in the place of the one of the same number, if there was one. */
  void put(long key, CountedStack fresh) {
    CountedStack before = stacks.put(key, fresh);
    frames += fresh.frames();
    if (before != null && before.count > 0) {
      superseded.add(before);
    } else if (before != null) {
      frames -= before.frames();
    }
  }

  /** Counts a sample. Samples may come some milliseconds after the window they belong to. */
  void count(CountedStack stack, long timeNanos, int cpu, int tid) {
    long offset = timeNanos - windowStartNanos;
    if (offset < -LATE_NANOS || offset > LONGEST_WINDOW_NANOS) {
      timed = false;
    }
    int slot = (int) (Math.clamp(offset, 0, LONGEST_WINDOW_NANOS) / SLOT_NANOS);
    stack.count(RawWindow.moment(slot, cpu, tid));
  }

  /** Samples are missing. */
  void lost(long samples) {
    lost += samples;
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
}
