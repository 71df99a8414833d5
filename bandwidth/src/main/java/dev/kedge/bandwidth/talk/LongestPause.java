package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The longest time any runnable task was kept off the CPUs, from a moment on. */
final class LongestPause implements SimulationListener {
  private final long from;
  private final Map<Integer, Integer> running = new HashMap<>();
  private final Map<Integer, Long> stopped = new HashMap<>();
  private final BitSet asleep = new BitSet();
  private long longest;

  LongestPause(long from) {
    this.from = from;
  }

  @Override
  public void switched(long now, int cpu, int task) {
    Integer before = running.put(cpu, task);
    if (before != null && before != IDLE && !asleep.get(before)) {
      stopped.put(before, now);
    }
    Long since = stopped.remove(task);
    if (since != null && now >= from) {
      longest = Math.max(longest, now - Math.max(since, from));
    }
  }

  @Override
  public void blocked(long now, int task, int lock) {
    asleep.set(task);
  }

  @Override
  public void woken(long now, int cpu, int task) {
    asleep.clear(task);
    stopped.remove(task);
  }

  /** The longest, a pause that is still on at the end included. */
  long longestNs(long end) {
    long open = stopped.values().stream().mapToLong(since -> end - since).max().orElse(0);
    return Math.max(longest, open);
  }
}
