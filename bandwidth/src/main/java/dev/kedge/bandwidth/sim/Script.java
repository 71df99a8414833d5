package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what the scenario has happen from outside, each at its time. */
final class Script {
  private final Host host;
  private final Scheduler scheduler;
  private final Interpreter interpreter;
  private final Names groups;
  private final Map<String, Task> tasks;
  private final List<Event> events;
  private final int source;
  private @Nullable ControlFiles files;
  private int next;

  Script(
      Host host,
      Scheduler scheduler,
      Interpreter interpreter,
      Names groups,
      Map<String, Task> tasks,
      List<Event> events,
      int source) {
    this.host = host;
    this.scheduler = scheduler;
    this.interpreter = interpreter;
    this.groups = groups;
    this.tasks = tasks;
    this.events = events.stream().sorted(Comparator.comparingLong(Event::atNs)).toList();
    this.source = source;
  }

  /** Takes the writes of the scenario's events from now on. */
  void serveWrites(ControlFiles served) {
    files = served;
  }

  private ControlFiles files() {
    if (files == null) {
      throw new BandwidthException(
          "the scenario writes a file, and no cgroup file system is mounted");
    }
    return files;
  }

  /** Has the next event wait for its time. */
  void schedule() {
    host.events.schedule(
        source,
        next < events.size() ? Math.max(host.now, events.get(next).atNs()) : EventQueue.NEVER);
  }

  /** Does the next event. */
  void play() {
    Event event = events.get(next++);
    switch (event.action()) {
      case Action.SetLimit set -> scheduler.bandwidth.setLimit(group(set.group()), set.limit());
      case Action.SetShares set -> group(set.group()).shares = set.shares();
      case Action.WriteFile write -> files().write(write.path(), write.text());
      case Action.MoveTask move -> move(task(move.task()), group(move.group()));
      case Action.SetTaskAffinity set -> {
        Task task = task(set.task());
        host.requireCpus(task.name, set.cpus());
        task.cpus = set.cpus();
        if (!scheduler.balancer.allowed(task, task.cpu)) {
          interpreter.relocate(task, task.group, scheduler.balancer.cpuForWakeup(task));
        }
      }
      case Action.KillTask kill -> interpreter.kill(task(kill.task()));
      case Action.CpuOffline off -> offline(cpu(off.cpu()));
      case Action.CpuOnline on -> online(cpu(on.cpu()));
    }
    schedule();
  }

  /** Moves a task to another group, on the CPU it is on. */
  void move(Task task, TaskGroup group) {
    interpreter.relocate(task, group, task.cpu);
  }

  /** The task of a name. */
  Task task(String name) {
    Task task = tasks.get(name);
    if (task == null) {
      throw new BandwidthException("there is no task '%s'".formatted(name));
    }
    return task;
  }

  private TaskGroup group(String path) {
    return host.groups.get(groups.require(path));
  }

  private Cpu cpu(int id) {
    if (id < 0 || id >= host.cpus.length) {
      throw new BandwidthException(
          "there is no CPU %d: the machine has CPUs 0 to %d".formatted(id, host.cpus.length - 1));
    }
    return host.cpus[id];
  }

  private void offline(Cpu cpu) {
    int online = 0;
    for (Cpu other : host.cpus) {
      online += other.online ? 1 : 0;
    }
    if (!cpu.online || online == 1) {
      throw new BandwidthException(
          "CPU %d cannot go offline: it is offline or the last one".formatted(cpu.id));
    }
    scheduler.queues.charge(cpu);
    cpu.online = false;
    for (TaskGroup group : host.groups) {
      CfsQueue queue = cpu.queue(group);
      if (queue != null) {
        scheduler.bandwidth.disable(queue);
      }
    }
    for (Task task : host.tasks) {
      if (task.cpu == cpu && task.onQueue) {
        scheduler.relocate(task, task.group, scheduler.balancer.cpuForFork(task));
      }
    }
    host.pend(cpu);
  }

  private void online(Cpu cpu) {
    cpu.online = true;
    for (TaskGroup group : host.groups) {
      CfsQueue queue = cpu.queue(group);
      if (queue != null) {
        queue.limited = group.limit.limited();
      }
    }
  }
}
