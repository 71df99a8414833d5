package dev.kedge.bandwidth.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the counters out of a simulation. */
final class Results {
  private Results() {}

  static SimulationResult of(Host host, List<OperationLog> logs, int maxTasks, long handled) {
    Map<String, GroupCounters> groups = new LinkedHashMap<>();
    for (TaskGroup group : host.groups) {
      if (!group.removed) {
        groups.put(group.path, counters(host, group));
      }
    }
    List<TaskResult> tasks = new ArrayList<>();
    for (Task task : host.tasks.subList(0, Math.min(maxTasks, host.tasks.size()))) {
      tasks.add(
          new TaskResult(
              task.name,
              task.cpuNs,
              task.userNs,
              task.state != Task.State.EXITED,
              task.longestHoldNs));
    }
    List<Long> busy = new ArrayList<>();
    for (Cpu cpu : host.cpus) {
      busy.add(cpu.busyNs);
    }
    return new SimulationResult(host.now, groups, tasks, operations(host, logs), busy, handled);
  }

  private static List<OperationResult> operations(Host host, List<OperationLog> logs) {
    long[] due = new long[logs.size()];
    long[] oldest = new long[logs.size()];
    for (int i = 0; i < due.length; i++) {
      due[i] = logs.get(i).begun;
    }
    for (Task task : host.tasks) {
      for (Op op : task.program.ops()) {
        if (op instanceof Op.NextJob job) {
          jobsDue(host, task, job, due, oldest);
        } else if (op instanceof Op.Begin begin && task.registers[begin.register()] > 0) {
          long age = host.now - (task.registers[begin.register()] - 1);
          oldest[begin.operation()] = Math.max(oldest[begin.operation()], age);
        }
      }
    }
    List<OperationResult> results = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      OperationLog log = logs.get(i);
      results.add(
          new OperationResult(
              log.name, log.done, due[i], log.histogram.copy(), oldest[i], log.blockedNs));
    }
    return results;
  }

  /** Released by now, and the age of the one that is being done or waits to be. */
  private static void jobsDue(Host host, Task task, Op.NextJob job, long[] due, long[] oldest) {
    long begun = task.registers[job.register()];
    long since = host.now - task.registers[job.register() + 1];
    if (begun == 0 || since < 0) {
      return;
    }
    due[job.operation()] += since / job.periodNs() + 1;
    long age = since - (begun - 1) * job.periodNs();
    if (age > 0) {
      oldest[job.operation()] = Math.max(oldest[job.operation()], age);
    }
  }

  static GroupCounters counters(Host host, TaskGroup group) {
    long local = 0;
    for (Cpu cpu : host.cpus) {
      CfsQueue queue = cpu.queue(group);
      if (queue != null) {
        local += queue.throttledSelfNs;
      }
    }
    Pool pool = group.pool;
    long usage = usage(group);
    long user = Math.min(usage, user(group));
    return new GroupCounters(
        usage,
        user,
        usage - user,
        pool.periods,
        pool.throttledPeriods,
        pool.throttledNs,
        pool.bursts,
        pool.burstNs,
        local);
  }

  private static long usage(TaskGroup group) {
    long sum = group.usageNs;
    for (TaskGroup child : group.children) {
      sum += usage(child);
    }
    return sum;
  }

  private static long user(TaskGroup group) {
    long sum = group.userNs;
    for (TaskGroup child : group.children) {
      sum += user(child);
    }
    return sum;
  }
}
