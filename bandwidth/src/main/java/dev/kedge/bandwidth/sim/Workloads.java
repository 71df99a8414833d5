package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the tasks of a scenario's workloads: those it starts with and those that are forked. */
final class Workloads implements Interpreter.Forks {
  private static final int MAX_TASKS = 1_000_000;

  private final Host host;
  private final Scheduler scheduler;
  private final List<Workload> workloads;
  private final List<Program> programs;

  /** Tasks of each workload so far. */
  private final int[] started;

  private final Map<String, Task> tasksByName = new HashMap<>();

  Workloads(Host host, Scheduler scheduler, List<Workload> workloads, List<Program> programs) {
    this.host = host;
    this.scheduler = scheduler;
    this.workloads = workloads;
    this.programs = programs;
    this.started = new int[workloads.size()];
  }

  /** Every task there has been, by its name. */
  Map<String, Task> tasksByName() {
    return tasksByName;
  }

  /**
   * Makes the tasks a scenario starts with; each wakes at its time.
   *
   * @param groups finds the groups the workloads name
   */
  void start(Names groups) {
    for (int i = 0; i < workloads.size(); i++) {
      Workload workload = workloads.get(i);
      TaskGroup group = host.groups.get(groups.require(workload.group()));
      host.requireCpus(workload.name(), workload.cpus());
      for (int k = 0; k < workload.count(); k++) {
        Task task = add(i, workload.count() > 1, group, startCpu(workload.cpus()));
        task.startedAt = workload.startNs() + k * workload.spreadNs();
        host.events.schedule(task.source, task.startedAt);
      }
    }
  }

  private Cpu startCpu(CpuSet cpus) {
    int first = host.random.nextInt(host.cpus.length);
    for (int i = 0; i < host.cpus.length; i++) {
      Cpu cpu = host.cpus[(first + i) % host.cpus.length];
      if (cpus.contains(cpu.id)) {
        return cpu;
      }
    }
    return host.cpus[0];
  }

  private Task add(int workload, boolean numbered, TaskGroup group, Cpu cpu) {
    if (host.tasks.size() >= MAX_TASKS) {
      throw new BandwidthException(
          "the scenario has started more than %d tasks".formatted(MAX_TASKS));
    }
    Workload source = workloads.get(workload);
    int number = started[workload]++;
    String name = numbered ? source.name() + "/" + number : source.name();
    Task task =
        new Task(
            host.tasks.size(),
            name,
            programs.get(workload),
            group,
            source.cpus(),
            cpu,
            host.nextSource(),
            host.mechanism == Mechanism.FLAT);
    host.addSource(new EventSource.TaskTimer(task));
    task.weight = NiceWeight.of(source.nice());
    host.tasks.add(task);
    group.tasks++;
    tasksByName.put(name, task);
    host.listener.started(host.now, task.id, group.id);
    return task;
  }

  @Override
  public void fork(Task parent, int workload) {
    Task child = add(workload, true, parent.group, parent.cpu);
    child.cpu = scheduler.balancer.cpuForFork(child);
    child.state = Task.State.RUNNABLE;
    child.startedAt = host.now;
    scheduler.queues.enqueue(child, true);
    host.listener.woken(host.now, child.cpu.id, child.id);
    scheduler.preemptFor(child);
  }
}
