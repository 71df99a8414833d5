package dev.kedge.bandwidth.scenario.rtapp;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.DocumentReader;
import dev.kedge.bandwidth.scenario.document.Fields;
import dev.kedge.bandwidth.scenario.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Reads rt-app's JSON workload files (github.com/scheduler-tools/rt-app, doc/tutorial.txt):
 * comments, trailing commas and repeated event keys are taken, as {@code workgen} takes them.
 *
 * <p>A file says nothing of limits, kernel and machine: its task groups are without a limit. Only
 * {@code SCHED_OTHER} is simulated. docs/bandwidth-scenario.md lists what is approximated.
 */
public final class RtAppFile {
  private static final long DEFAULT_DURATION_NS = 10_000_000_000L;
  private static final int MAX_TASKS = 100_000;

  /**
   * What was read.
   *
   * @param notes what of the file is simulated only roughly or not at all, in sentences
   */
  public record Imported(Scenario scenario, List<String> notes) {
    public Imported {
      notes = List.copyOf(notes);
    }
  }

  private final RtAppNotes notes = new RtAppNotes();

  private RtAppFile() {}

  /**
   * Reads a file.
   *
   * @param source the name to use in errors and for the scenario
   * @param text the JSON
   * @param cpus CPUs of the machine; as many as the file names, and at least 2, when empty
   * @param kernel the rules to simulate by
   * @throws BandwidthException naming line and column of what is wrong, and what was expected
   */
  public static Imported read(String source, String text, OptionalInt cpus, Kernel kernel) {
    return new RtAppFile().scenario(DocumentReader.json(source, text), source, cpus, kernel);
  }

  private Imported scenario(Node root, String source, OptionalInt cpus, Kernel kernel) {
    Fields fields = new Fields(root, "the file", "global", "resources", "ressources", "tasks");
    long duration = fields.get("global").map(this::duration).orElse(DEFAULT_DURATION_NS);
    fields.get("resources").or(() -> fields.get("ressources")).ifPresent(this::resources);
    Node tasksNode = fields.require("tasks", "expected the tasks by their names");
    List<RtAppTask> tasks = instances(new RtAppParser(notes).tasks(tasksNode));
    Machine machine = Machine.of(cpus.orElse(Math.max(2, highestCpu(tasks) + 1)));
    if (highestCpu(tasks) >= machine.cpus()) {
      throw tasksNode
          .place()
          .error(
              "tasks name CPU %d, the machine has %d".formatted(highestCpu(tasks), machine.cpus()));
    }
    RtAppConditions conditions = new RtAppConditions(tasks);
    RtAppSteps steps =
        new RtAppSteps(
            conditions, tasks.stream().map(RtAppTask::name).collect(Collectors.toSet()), notes);
    List<Workload> workloads = new ArrayList<>();
    tasks.forEach(task -> workloads.add(workload(task, steps)));
    workloads.addAll(conditions.barrierKeepers());
    Scenario scenario =
        new Scenario(
            source,
            machine,
            kernel,
            groups(tasks),
            steps.mutexes().stream().map(name -> new Lock(name, LockKind.MUTEX)).toList(),
            workloads,
            List.of(),
            duration,
            0);
    return new Imported(scenario, notes.list());
  }

  private long duration(Node node) {
    Fields fields =
        new Fields(
            node,
            "global",
            "duration",
            "calibration",
            "default_policy",
            "pi_enabled",
            "lock_pages",
            "logdir",
            "log_basename",
            "log_size",
            "ftrace",
            "gnuplot",
            "io_device",
            "mem_buffer_size",
            "cumulative_slack");
    fields.get("default_policy").ifPresent(RtAppParser::policy);
    if (fields
        .get("pi_enabled")
        .filter(pi -> pi.text("a truth value").equals("true"))
        .isPresent()) {
      notes.add("mutexes do not inherit priority ('pi_enabled')");
    }
    long seconds =
        fields
            .get("duration")
            .map(n -> RtAppNumber.of(n, "the duration in seconds", -1, 86_400))
            .orElse(-1L);
    if (seconds < 0) {
      notes.add("the file sets no end: 10 s are simulated");
      return DEFAULT_DURATION_NS;
    }
    return seconds * 1_000_000_000;
  }

  private void resources(Node node) {
    for (Node.Entry entry : Fields.named(node, "resources by their names")) {
      entry.value().entries("an object with the key type");
    }
  }

  /** A barrier counts every thread: instances that meet one become tasks of their own. */
  private static List<RtAppTask> instances(List<RtAppTask> tasks) {
    List<RtAppTask> all = new ArrayList<>();
    long count = 0;
    for (RtAppTask task : tasks) {
      boolean meets =
          task.events().stream().anyMatch(event -> event.kind() == RtAppEvent.Kind.BARRIER);
      count += Math.max(1, task.instances());
      if (count > MAX_TASKS) {
        throw task.place().error("more than %d tasks".formatted(MAX_TASKS));
      }
      if (meets && task.instances() > 1) {
        for (int i = 0; i < task.instances(); i++) {
          all.add(task.instance(i));
        }
      } else {
        all.add(task);
      }
    }
    return all;
  }

  private static Workload workload(RtAppTask task, RtAppSteps steps) {
    List<Step> done = steps.steps(task);
    return new Workload(
        task.name(),
        task.group().orElse("/"),
        task.instances(),
        done,
        task.cpus(),
        task.nice(),
        task.delayUs() * 1_000,
        0,
        false);
  }

  private static List<Group> groups(List<RtAppTask> tasks) {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (RtAppTask task : tasks) {
      task.group().ifPresent(path -> add(path, groups));
      task.phases().stream()
          .map(RtAppTask.Phase::group)
          .flatMap(Optional::stream)
          .forEach(path -> add(path, groups));
    }
    return List.copyOf(groups.values());
  }

  private static void add(String path, Map<String, Group> groups) {
    for (int end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', end + 1)) {
      String parent = path.substring(0, end);
      groups.putIfAbsent(parent, Group.of(parent, CpuLimit.NONE));
    }
    if (!path.equals("/")) {
      groups.putIfAbsent(path, Group.of(path, CpuLimit.NONE));
    }
  }

  private static int highestCpu(List<RtAppTask> tasks) {
    int highest = -1;
    for (RtAppTask task : tasks) {
      highest = Math.max(highest, task.cpus().highest());
      for (RtAppTask.Phase phase : task.phases()) {
        highest = Math.max(highest, phase.cpus().map(cpus -> cpus.highest()).orElse(-1));
      }
    }
    return highest;
  }
}
