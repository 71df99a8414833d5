package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.TaskResult;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that list and move tasks. The ids of the simulation's tasks count from 1 in the order
 * in which they were started; each is a process of one thread.
 */
final class TaskFiles {
  private final Simulation simulation;
  private final CgroupVersion version;

  TaskFiles(Simulation simulation, CgroupVersion version) {
    this.simulation = simulation;
    this.version = version;
  }

  List<ControlFile> files() {
    ControlFile processes = new ControlFile("cgroup.procs", true, this::show, this::store);
    return switch (version) {
      case V1 -> List.of(processes, new ControlFile("tasks", true, this::show, this::store));
      case V2 -> List.of(processes);
    };
  }

  private String show(GroupDirectory group) {
    Set<String> inside = new HashSet<>(simulation.tasksOf(group.group));
    StringBuilder pids = new StringBuilder();
    List<TaskResult> tasks = simulation.result().tasks();
    for (int i = 0; i < tasks.size(); i++) {
      if (inside.contains(tasks.get(i).name())) {
        pids.append(i + 1).append('\n');
      }
    }
    return pids.toString();
  }

  private void store(GroupDirectory group, String text) {
    int pid = KernelText.pid(text);
    List<TaskResult> tasks = simulation.result().tasks();
    if (pid == 0 || pid > tasks.size() || !tasks.get(pid - 1).alive()) {
      throw new CgroupFileException(Errno.ESRCH, "no task has the id %d".formatted(pid));
    }
    if (version == CgroupVersion.V2 && !group.isRoot() && populatedBelow(group)) {
      throw new CgroupFileException(
          Errno.EBUSY, "tasks go into the leaves: groups below have tasks");
    }
    simulation.move(tasks.get(pid - 1).name(), group.group);
  }

  /** The rule against inner processes ({@code cgroup_migrate_vet_dst}), with cpu enabled below. */
  private boolean populatedBelow(GroupDirectory group) {
    ArrayDeque<GroupDirectory> open = new ArrayDeque<>(group.children.values());
    while (!open.isEmpty()) {
      GroupDirectory next = open.remove();
      if (!simulation.tasksOf(next.group).isEmpty()) {
        return true;
      }
      open.addAll(next.children.values());
    }
    return false;
  }
}
