package dev.kedge.agent;

import dev.kedge.profile.Namespaces;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Object2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The samples of a window, added up by stack and thread. One thread at a time. */
final class SampleRows {
  private record Key(long stackId, SampledTask task) {}

  private final ThreadNames threads;
  private final Object2ObjectHashMap<Key, Moments> rows = new Object2ObjectHashMap<>();

  SampleRows(ThreadNames threads) {
    this.threads = threads;
  }

  /**
   * Adds the samples of a stack.
   *
   * @param stackId its id in the dictionary
   * @param command name of the process
   * @param moments one for each sample, see {@link RawWindow#moment}
   */
  void add(
      long stackId, int pid, String command, String cgroup, Namespaces namespaces, long[] moments) {
    int tid = 0;
    // A thread that is exiting has the id -1: no number stands for no row yet.
    @Nullable Moments row = null;
    for (long moment : moments) {
      if (row == null || RawWindow.tid(moment) != tid) {
        tid = RawWindow.tid(moment);
        SampledTask task =
            new SampledTask(pid, command, tid, threads.of(tid, command), cgroup, namespaces);
        row = rows.computeIfAbsent(new Key(stackId, task), _ -> new Moments());
      }
      row.add(RawWindow.slot(moment), RawWindow.cpu(moment));
    }
  }

  /**
   * A row for each stack of each thread, in no order.
   *
   * @param timed whether the slots say when
   */
  List<SampleCount> counts(boolean timed) {
    List<SampleCount> counts = new ArrayList<>(rows.size());
    rows.forEach((key, moments) -> counts.add(moments.count(key, timed)));
    return counts;
  }

  private static final class Moments {
    private final IntArrayList slots = new IntArrayList();
    private final IntArrayList cpus = new IntArrayList();

    void add(int slot, int cpu) {
      slots.addInt(slot);
      cpus.addInt(cpu);
    }

    SampleCount count(Key key, boolean timed) {
      return new SampleCount(
          key.stackId,
          key.task,
          slots.size(),
          timed ? SampleMoments.of(slots.toIntArray(), cpus.toIntArray()) : SampleMoments.UNKNOWN);
    }
  }
}
