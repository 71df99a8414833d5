package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.Overhead;
import dev.kedge.bandwidth.UnthrottleCost;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.TimeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a scenario as YAML; values that equal a default are left out. */
final class ScenarioWriter {
  private static final long NS_PER_S = 1_000_000_000;

  private final YamlText yaml = new YamlText();

  String write(Scenario scenario) {
    yaml.entry(0, "name", YamlText.scalar(scenario.name()));
    machine(scenario.machine());
    kernel(scenario.kernel());
    yaml.entry(0, "duration", TimeText.exact(scenario.durationNs()));
    yaml.entry(0, "seed", Long.toString(scenario.seed()));
    groups(scenario.groups());
    locks(scenario.locks());
    yaml.key(0, "workloads");
    scenario.workloads().forEach(this::workload);
    events(scenario.events());
    return yaml.toString();
  }

  private void machine(Machine machine) {
    Machine plain = Machine.of(machine.cpus());
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("cpus", Integer.toString(machine.cpus()));
    long hz = NS_PER_S / machine.tickNs();
    if (NS_PER_S / hz == machine.tickNs()) {
      keys.put("hz", Long.toString(hz));
    } else {
      keys.put("tick", TimeText.exact(machine.tickNs()));
    }
    time(keys, "tick-phase", machine.tickPhaseNs(), plain.tickPhaseNs());
    time(keys, "base-slice", machine.baseSliceNs(), plain.baseSliceNs());
    time(keys, "bandwidth-slice", machine.bandwidthSliceNs(), plain.bandwidthSliceNs());
    time(keys, "grace-period", machine.gracePeriodNs(), plain.gracePeriodNs());
    if (!machine.unthrottle().equals(plain.unthrottle())) {
      keys.put("unthrottle-cost", cost(machine.unthrottle()));
    }
    if (!machine.overhead().equals(plain.overhead())) {
      keys.put("overhead", overhead(machine.overhead()));
    }
    if (!machine.lateTimers().equals(plain.lateTimers())) {
      Map<String, String> late = new LinkedHashMap<>();
      late.put("one-in", Integer.toString(machine.lateTimers().oneIn()));
      time(late, "up-to", machine.lateTimers().upToNs(), 0);
      time(late, "ticks", machine.lateTimers().ticksUpToNs(), 0);
      keys.put("late-timers", flow(late));
    }
    if (machine.staleLoad() != plain.staleLoad()) {
      keys.put("stale-load", Integer.toString(machine.staleLoad()));
    }
    yaml.entry(0, "machine", flow(keys));
  }

  private static String overhead(Overhead overhead) {
    Map<String, String> keys = new LinkedHashMap<>();
    time(keys, "tick", overhead.tickNs(), 0);
    time(keys, "switch", overhead.switchNs(), 0);
    time(keys, "slice-timer", overhead.sliceTimerNs(), 0);
    time(keys, "wake", overhead.wakeNs(), 0);
    return flow(keys);
  }

  private static String cost(UnthrottleCost cost) {
    return MachineReader.COSTS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(cost))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> {
          Map<String, String> keys = new LinkedHashMap<>();
          keys.put("fixed", TimeText.exact(cost.fixedNs()));
          keys.put("remote", TimeText.exact(cost.remoteNs()));
          keys.put("queue", TimeText.exact(cost.queueNs()));
          keys.put("task", TimeText.exact(cost.taskNs()));
          return flow(keys);
        });
  }

  private void kernel(Kernel kernel) {
    Map<String, String> keys = new LinkedHashMap<>();
    Kernel base;
    try {
      base = Kernel.release(kernel.name());
      keys.put("release", YamlText.scalar(kernel.name()));
    } catch (BandwidthException e) {
      // A name of its own: the rules are those of the mechanism's first release, and what differs.
      base = Kernel.mechanism(kernel.mechanism().letter());
      keys.put("name", YamlText.scalar(kernel.name()));
      keys.put("mechanism", Character.toString(kernel.mechanism().letter()));
    }
    if (base.equals(kernel)) {
      yaml.entry(0, "kernel", YamlText.scalar(kernel.name()));
      return;
    }
    if (base.mechanism() != kernel.mechanism()) {
      keys.put("mechanism", Character.toString(kernel.mechanism().letter()));
    }
    flag(keys, "async-unthrottle", kernel.asyncUnthrottle(), base.asyncUnthrottle());
    flag(keys, "slice-expiry", kernel.sliceExpiry(), base.sliceExpiry());
    flag(keys, "hrtick", kernel.hrtick(), base.hrtick());
    flag(keys, "preempt", kernel.preemptKernel(), base.preemptKernel());
    flag(keys, "fair-sleepers", kernel.fairSleepers(), base.fairSleepers());
    if (kernel.throttledClock() != base.throttledClock()) {
      keys.put("throttled-clock", MachineReader.word(kernel.throttledClock()));
    }
    if (kernel.peltClock() != base.peltClock()) {
      keys.put("pelt-clock", MachineReader.word(kernel.peltClock()));
    }
    yaml.entry(0, "kernel", flow(keys));
  }

  private void groups(List<Group> groups) {
    if (groups.isEmpty()) {
      return;
    }
    yaml.key(0, "groups");
    for (Group group : groups) {
      Map<String, String> keys = new LinkedHashMap<>();
      keys.put("max", group.limit().cpuMax());
      if (group.limit().burstUs() != 0) {
        keys.put("burst", Long.toString(group.limit().burstUs()));
      }
      if (group.shares() != Group.DEFAULT_SHARES) {
        long weight = Math.round(group.shares() * 100 / 1024.0);
        boolean exact =
            weight >= 1 && weight <= 10_000 && GroupReader.shares(weight) == group.shares();
        keys.put(exact ? "weight" : "shares", exact ? Long.toString(weight) : "" + group.shares());
      }
      flag(keys, "idle", group.idle(), false);
      group.timerOffsetNs().ifPresent(offset -> keys.put("offset", TimeText.exact(offset)));
      yaml.entry(2, group.path(), keys.size() == 1 ? group.limit().cpuMax() : flow(keys));
    }
  }

  private void locks(List<Lock> locks) {
    if (!locks.isEmpty()) {
      yaml.key(0, "locks");
      locks.forEach(lock -> yaml.entry(2, lock.name(), MachineReader.word(lock.kind())));
    }
  }

  private void workload(Workload workload) {
    yaml.key(2, workload.name());
    if (!workload.group().equals("/")) {
      yaml.entry(4, "group", YamlText.scalar(workload.group()));
    }
    if (workload.count() != 1) {
      yaml.entry(4, "tasks", Integer.toString(workload.count()));
    }
    if (!workload.cpus().isAll()) {
      yaml.entry(4, "cpus", YamlText.scalar(workload.cpus().toString()));
    }
    if (workload.nice() != 0) {
      yaml.entry(4, "nice", Integer.toString(workload.nice()));
    }
    if (workload.startNs() != 0) {
      yaml.entry(4, "start", TimeText.exact(workload.startNs()));
    }
    if (workload.spreadNs() != 0) {
      yaml.entry(4, "spread", TimeText.exact(workload.spreadNs()));
    }
    if (workload.kernelThread()) {
      yaml.entry(4, "kernel-thread", "true");
    }
    yaml.key(4, "steps");
    new StepWriter(yaml, workload.name()).steps(6, workload.steps());
  }

  private void events(List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    yaml.key(0, "events");
    for (Event event : events) {
      yaml.itemEntry(
          2, "at " + TimeText.exact(event.atNs()), YamlText.scalar(action(event.action())));
    }
  }

  private static String action(Action action) {
    return switch (action) {
      case Action.SetLimit set ->
          "limit " + Words.quote(set.group()) + " " + set.limit().cpuMax() + burst(set.limit());
      case Action.SetShares set -> "shares " + Words.quote(set.group()) + " " + set.shares();
      case Action.WriteFile write ->
          "write " + Words.quote(write.path()) + " " + Words.quote(write.text());
      case Action.MoveTask move ->
          "move " + Words.quote(move.task()) + " " + Words.quote(move.group());
      case Action.SetTaskAffinity set ->
          "affinity " + Words.quote(set.task()) + " " + StepWriter.cpus(set.cpus());
      case Action.KillTask kill -> "kill " + Words.quote(kill.task());
      case Action.CpuOffline off -> "offline " + off.cpu();
      case Action.CpuOnline on -> "online " + on.cpu();
    };
  }

  private static String burst(CpuLimit limit) {
    return limit.burstUs() == 0 ? "" : " burst " + limit.burstUs();
  }

  private static void time(Map<String, String> keys, String key, long value, long plain) {
    if (value != plain) {
      keys.put(key, TimeText.exact(value));
    }
  }

  private static void flag(Map<String, String> keys, String key, boolean value, boolean plain) {
    if (value != plain) {
      keys.put(key, Boolean.toString(value));
    }
  }

  /** Values are in their YAML form already. */
  private static String flow(Map<String, String> keys) {
    return keys.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
