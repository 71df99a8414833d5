package dev.kedge.bandwidth.scenario.rtapp;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.document.Fields;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.Node.Entry;
import dev.kedge.model.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the object {@code tasks} of an rt-app file. */
final class RtAppParser {
  private static final int MAX_INSTANCES = 100_000;
  private static final List<String> TASK_KEYS =
      List.of("instance", "delay", "loop", "policy", "priority", "cpus", "taskgroup", "phases");
  private static final List<String> PHASE_KEYS =
      List.of("loop", "policy", "priority", "cpus", "taskgroup");
  private static final Set<String> LEFT_OUT =
      Set.of("nodes_membind", "util_min", "util_max", "comment");

  private final RtAppNotes notes;

  RtAppParser(RtAppNotes notes) {
    this.notes = notes;
  }

  List<RtAppTask> tasks(Node node) {
    List<RtAppTask> tasks = new ArrayList<>();
    for (Entry entry : Fields.named(node, "tasks by their names")) {
      tasks.add(task(entry));
    }
    if (tasks.isEmpty()) {
      throw node.unexpected("at least one task");
    }
    return tasks;
  }

  /** Refuses a policy other than the fair one. */
  static void policy(Node node) {
    String policy = node.text("a policy");
    if (!policy.equals("SCHED_OTHER")) {
      throw node.place()
          .error(
              "policy %s is not simulated: bandwidth control is about SCHED_OTHER"
                  .formatted(policy));
    }
  }

  private RtAppTask task(Entry entry) {
    if (entry.key().isEmpty() || entry.key().length() > 100) {
      throw entry.place().error("the name of a task has 1 to 100 characters");
    }
    List<RtAppEvent> events = new ArrayList<>();
    Map<String, Node> keys = keys(entry.value(), "a task", TASK_KEYS, events);
    Optional<Node> phases = Optional.ofNullable(keys.get("phases"));
    if (phases.isPresent() && !events.isEmpty()) {
      throw events.getFirst().place().error("a task has phases or events of its own, not both");
    }
    Optional.ofNullable(keys.get("policy")).ifPresent(RtAppParser::policy);
    return new RtAppTask(
        entry.key(),
        entry.place(),
        (int) number(keys, "instance", 1, 0, MAX_INSTANCES),
        number(keys, "delay", 0, 0, RtAppNumber.MAX_US),
        (int) number(keys, "loop", -1, -1, Integer.MAX_VALUE),
        (int) number(keys, "priority", 0, -20, 19),
        cpus(keys).orElse(CpuSet.ALL),
        group(keys),
        phases
            .map(this::phases)
            .orElseGet(() ->
                List.of(
                    new RtAppTask.Phase(
                        entry.place(), 1, Optional.empty(), Optional.empty(), events))));
  }

  private List<RtAppTask.Phase> phases(Node node) {
    List<RtAppTask.Phase> phases = new ArrayList<>();
    for (Entry entry : Fields.named(node, "phases by their names")) {
      List<RtAppEvent> events = new ArrayList<>();
      Map<String, Node> keys = keys(entry.value(), "a phase", PHASE_KEYS, events);
      Optional.ofNullable(keys.get("policy")).ifPresent(RtAppParser::policy);
      if (keys.containsKey("priority")) {
        notes.add("a phase's priority is left out: a task keeps its own");
      }
      phases.add(
          new RtAppTask.Phase(
              entry.place(),
              (int) number(keys, "loop", 1, -1, Integer.MAX_VALUE),
              cpus(keys),
              group(keys),
              events));
    }
    return phases;
  }

  /** Keys that are no events; each at most once. */
  private Map<String, Node> keys(
      Node node, String what, List<String> known, List<RtAppEvent> events) {
    Map<String, Node> keys = new HashMap<>();
    for (Entry entry : node.entries(what + " as an object")) {
      Optional<RtAppEvent> event = RtAppEvent.of(entry);
      if (event.isPresent()) {
        events.add(event.get());
      } else if (entry.key().startsWith("dl-")) {
        throw entry.place().error("%s: SCHED_DEADLINE is not simulated".formatted(entry.key()));
      } else if (LEFT_OUT.contains(entry.key())) {
        notes.add("'%s' is left out".formatted(entry.key()));
      } else if (!known.contains(entry.key())) {
        throw entry.place().error(unknown(entry.key(), what, known));
      } else if (keys.put(entry.key(), entry.value()) != null) {
        throw entry.place().error("key '%s' is there twice".formatted(entry.key()));
      }
    }
    return keys;
  }

  private static String unknown(String key, String what, List<String> known) {
    List<String> all = new ArrayList<>(known);
    for (RtAppEvent.Kind kind : RtAppEvent.Kind.values()) {
      all.add(kind.name().toLowerCase(Locale.ROOT));
    }
    return "unknown key or event '%s' in %s%s"
        .formatted(
            key,
            what,
            NearestName.of(key, all)
                .map(near -> ": did you mean '%s'?".formatted(near))
                .orElse(": expected one of " + String.join(", ", all)));
  }

  private static long number(Map<String, Node> keys, String key, long other, long min, long max) {
    Node node = keys.get(key);
    return node == null ? other : RtAppNumber.of(node, key, min, max);
  }

  private static Optional<CpuSet> cpus(Map<String, Node> keys) {
    Node node = keys.get("cpus");
    if (node == null) {
      return Optional.empty();
    }
    int[] cpus =
        node.items("a list of CPUs such as [0, 1]").stream()
            .mapToInt(item -> (int) RtAppNumber.of(item, "a CPU", 0, Machine.MAX_CPUS - 1))
            .toArray();
    return Optional.of(CpuSet.of(cpus));
  }

  private static Optional<String> group(Map<String, Node> keys) {
    Node node = keys.get("taskgroup");
    if (node == null) {
      return Optional.empty();
    }
    String path = node.text("the path of a task group");
    boolean form =
        path.equals("/")
            || (path.startsWith("/")
                && !path.endsWith("/")
                && !path.contains("//")
                && path.length() <= 200);
    if (!form) {
      throw node.unexpected("a path such as /tg1");
    }
    return Optional.of(path);
  }
}
