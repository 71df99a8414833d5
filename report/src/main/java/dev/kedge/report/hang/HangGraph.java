package dev.kedge.report.hang;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who waited for whom in one hang of one kernel.
 *
 * @param host the machine, when the log's carrier names it; else empty
 * @param from uptime at its first sign
 * @param to uptime at its last sign
 * @param tasks every task the log tells about, in the order of the log
 * @param waits the tasks that wait, and for whom
 * @param roots where waiting ends, those with most waiters first
 * @param cycles deadlocks
 * @param stalls CPUs and RCU readers that detectors name
 * @param reportsSuppressed the kernel stopped to report hung tasks: there may be more
 * @param tasksLeftOut tasks the log tells about beyond the bound
 */
public record HangGraph(
    String host,
    Optional<Duration> from,
    Optional<Duration> to,
    List<TaskSnapshot> tasks,
    List<Wait> waits,
    List<Root> roots,
    List<Cycle> cycles,
    List<Stall> stalls,
    boolean reportsSuppressed,
    int tasksLeftOut) {
  public HangGraph {
    tasks = List.copyOf(tasks);
    waits = List.copyOf(waits);
    roots = List.copyOf(roots);
    cycles = List.copyOf(cycles);
    stalls = List.copyOf(stalls);
  }

  /** What the log tells about a task. */
  public Optional<TaskSnapshot> task(int pid) {
    return tasks.stream().filter(task -> task.task().pid() == pid).findFirst();
  }

  /** What the log tells about each task, by pid; made anew at each call. */
  public Map<Integer, TaskSnapshot> tasksByPid() {
    Map<Integer, TaskSnapshot> byPid = new LinkedHashMap<>();
    tasks.forEach(task -> byPid.put(task.task().pid(), task));
    return byPid;
  }

  /** The wait of a task. */
  public Optional<Wait> waitOf(int pid) {
    return waits.stream().filter(wait -> wait.waiter().pid() == pid).findFirst();
  }

  /**
   * What groups this hang with others of the same cause, where its victims' stacks differ: what the
   * waiters of the first root wait for, and how and where the root stands. No pids, no addresses.
   * Empty when no root is known.
   */
  public Optional<BlockerKey> blockerKey() {
    return roots.stream()
        .filter(root -> root.kind() != Root.Kind.UNKNOWN && root.task().isPresent())
        .findFirst()
        .map(root -> BlockerKey.of(this, root));
  }
}
