package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.Fields;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.Node.Entry;
import dev.kedge.bandwidth.scenario.document.Place;
import java.util.ArrayList;
import java.util.List;

/** Puts the sections of a scenario file together. */
final class ScenarioReader {
  private static final long DEFAULT_DURATION_NS = 10_000_000_000L;
  private static final int MAX_LOCKS = 10_000;
  private static final int MAX_TASKS = 100_000;
  private static final String[] WORKLOAD_KEYS = {
    "group", "tasks", "steps", "cpus", "nice", "start", "spread", "kernel-thread"
  };

  private final Names names = new Names();
  private long tasks;

  Scenario scenario(Node root, String fallbackName) {
    Fields fields =
        new Fields(
            root,
            "the scenario",
            "name",
            "machine",
            "kernel",
            "duration",
            "seed",
            "groups",
            "locks",
            "workloads",
            "events");
    Machine machine =
        MachineReader.machine(fields.require("machine", "expected machine: {cpus: 2}"));
    List<Group> groups =
        fields.get("groups").map(node -> GroupReader.groups(node, names)).orElse(List.of());
    List<Lock> locks = fields.get("locks").map(this::locks).orElse(List.of());
    List<Workload> workloads =
        workloads(fields.require("workloads", "expected tasks by their names"), machine);
    List<Event> events =
        fields
            .get("events")
            .map(node -> EventReader.events(node, machine, names))
            .orElse(List.of());
    names.check();
    long duration = MachineReader.time(fields, "duration", DEFAULT_DURATION_NS);
    return new Scenario(
        fields
            .get("name")
            .map(node -> Words.name(node.place(), node.text("a name"), "scenario"))
            .orElse(fallbackName),
        machine,
        MachineReader.kernel(
            fields.require("kernel", "expected a release such as 6.17, or a mechanism A to D")),
        groups,
        locks,
        workloads,
        events,
        duration,
        fields
            .get("seed")
            .map(node -> MachineReader.number(node, "seed", Long.MIN_VALUE, Long.MAX_VALUE))
            .orElse(0L));
  }

  private List<Lock> locks(Node node) {
    List<Lock> locks = new ArrayList<>();
    for (Entry entry : Fields.named(node, "locks by their names, such as mmap_lock: rwsem")) {
      if (locks.size() == MAX_LOCKS) {
        throw entry.place().error("more than %d locks".formatted(MAX_LOCKS));
      }
      Lock lock =
          new Lock(
              Words.name(entry.place(), entry.key(), "lock"),
              MachineReader.choose(entry.value(), LockKind.values()));
      names.lock(lock);
      locks.add(lock);
    }
    return locks;
  }

  private List<Workload> workloads(Node node, Machine machine) {
    List<Workload> workloads = new ArrayList<>();
    for (Entry entry : Fields.named(node, "workloads by their names")) {
      names.workload(Words.name(entry.place(), entry.key(), "workload"));
      workloads.add(workload(entry, machine));
    }
    if (workloads.isEmpty()) {
      throw node.unexpected("at least one workload");
    }
    return workloads;
  }

  private Workload workload(Entry entry, Machine machine) {
    String name = entry.key();
    if (!(entry.value() instanceof Node.Mapping)) {
      List<Step> steps = new StepReader(name, names).steps(entry.value());
      count(entry.place(), 1);
      return Workload.of(name, "/", 1, steps);
    }
    Fields fields = new Fields(entry.value(), "a workload", WORKLOAD_KEYS);
    int count =
        fields
            .get("tasks")
            .map(n -> (int) MachineReader.number(n, "tasks", 0, MAX_TASKS))
            .orElse(1);
    count(entry.place(), count);
    return new Workload(
        name,
        fields.get("group").map(this::group).orElse("/"),
        count,
        new StepReader(name, names).steps(fields.require("steps", "what its tasks do")),
        fields.get("cpus").map(node -> cpus(node, machine)).orElse(CpuSet.ALL),
        fields.get("nice").map(n -> (int) MachineReader.number(n, "nice", -20, 19)).orElse(0),
        MachineReader.time(fields, "start", 0),
        MachineReader.time(fields, "spread", 0),
        MachineReader.flag(fields, "kernel-thread", false));
  }

  private void count(Place place, int more) {
    tasks += more;
    if (tasks > MAX_TASKS) {
      throw place.error("more than %d tasks".formatted(MAX_TASKS));
    }
  }

  private String group(Node node) {
    String path = node.text("the path of a group");
    names.usesGroup(node.place(), path);
    return path;
  }

  private static CpuSet cpus(Node node, Machine machine) {
    CpuSet cpus = StepReader.cpus(Words.of(node, "a list of CPUs such as 0-3,8, or all"));
    if (cpus.highest() >= machine.cpus()) {
      throw node.place()
          .error("CPU %d: the machine has 0 to %d".formatted(cpus.highest(), machine.cpus() - 1));
    }
    return cpus;
  }
}
