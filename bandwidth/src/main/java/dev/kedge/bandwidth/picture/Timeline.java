package dev.kedge.bandwidth.picture;

import java.util.List;

/**
 * What happened in a window of a run, ready to be drawn.
 *
 * @param title names the run
 * @param fromNs start of the window
 * @param toNs its end
 * @param cpus number of CPUs
 * @param tasks names by task id, for the tasks seen in the window; empty for others
 * @param groups paths by group id
 * @param locks names by lock id
 * @param running per CPU (row): the task (subject) in {@link TaskState#USER} or {@code KERNEL}
 * @param states per task (row): its states; the subject is the lock it waits for, else the CPU
 * @param holds per task (row): the lock (subject) it holds
 * @param throttles per group (row): the CPU (subject) whose queue its own limit throttles
 * @param refills per group (row): moments of its period timer, as empty intervals
 * @param curves runtime of pools and queues
 * @param dropped intervals and curves there was no room for
 */
public record Timeline(
    String title,
    long fromNs,
    long toNs,
    int cpus,
    List<String> tasks,
    List<String> groups,
    List<String> locks,
    Segments running,
    Segments states,
    Segments holds,
    Segments throttles,
    Segments refills,
    List<Curve> curves,
    long dropped) {

  public Timeline {
    tasks = List.copyOf(tasks);
    groups = List.copyOf(groups);
    locks = List.copyOf(locks);
    curves = List.copyOf(curves);
  }

  /** Ids of the tasks that did something in the window. */
  int[] activeTasks() {
    return java.util.stream.IntStream.range(0, tasks.size())
        .filter(task -> !tasks.get(task).isEmpty())
        .toArray();
  }
}
