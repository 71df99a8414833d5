package dev.kedge.linux.perf;

import dev.kedge.linux.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events of single tasks, for when the whole host may not be sampled: one per task and CPU, all
 * writing into the ring of that CPU. Children are not inherited but found by the next scan, so that
 * no task is ever sampled twice.
 */
final class TaskEvents implements AutoCloseable {
  private final EventCalls calls;
  private final EventAttributes attributes;
  private final int ownPid;
  private final int maxEvents;
  private final Map<Integer, List<Integer>> descriptors = new HashMap<>();
  private int open;
  private boolean exhausted;

  TaskEvents(EventCalls calls, EventAttributes attributes, int ownPid, int maxEvents) {
    this.calls = calls;
    this.attributes = attributes;
    this.ownPid = ownPid;
    this.maxEvents = maxEvents;
  }

  /** Opens events of new tasks and closes those of tasks that are gone. */
  void update(Set<Integer> tasks, List<CpuRing> rings) {
    Iterator<Map.Entry<Integer, List<Integer>>> known = descriptors.entrySet().iterator();
    while (known.hasNext()) {
      Map.Entry<Integer, List<Integer>> entry = known.next();
      if (!tasks.contains(entry.getKey())) {
        closeAll(entry.getValue());
        known.remove();
      }
    }
    exhausted = false;
    for (int task : tasks) {
      if (task != ownPid && !descriptors.containsKey(task)) {
        if (open + rings.size() > maxEvents) {
          exhausted = true;
          return;
        }
        attach(task, rings);
      }
    }
  }

  private void attach(int task, List<CpuRing> rings) {
    List<Integer> opened = new ArrayList<>(rings.size());
    for (CpuRing ring : rings) {
      int fd = calls.open(attributes, task, ring.cpu());
      if (fd < 0) {
        exhausted |= -fd == Errno.EMFILE || -fd == Errno.ENFILE;
        continue;
      }
      open++;
      opened.add(fd);
      if (calls.setOutput(fd, ring.fd()) == 0) {
        calls.enable(fd);
      }
    }
    // Also when nothing could be opened (another security context): asking again would not help.
    descriptors.put(task, opened);
  }

  private void closeAll(List<Integer> fds) {
    for (int fd : fds) {
      calls.close(fd);
      open--;
    }
  }

  /** Events open now. */
  int open() {
    return open;
  }

  /** True when some tasks go without an event because there are too many. */
  boolean exhausted() {
    return exhausted;
  }

  @Override
  public void close() {
    descriptors.values().forEach(this::closeAll);
    descriptors.clear();
  }
}
