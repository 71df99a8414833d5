package dev.kedge.cli;

import dev.kedge.report.hang.Cycle;
import dev.kedge.report.hang.HangGraph;
import dev.kedge.report.hang.Holder;
import dev.kedge.report.hang.Resource;
import dev.kedge.report.hang.Root;
import dev.kedge.report.hang.Stall;
import dev.kedge.report.hang.TaskRef;
import dev.kedge.report.hang.TaskSnapshot;
import dev.kedge.report.hang.Wait;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of {@code kedge report hang --json}, a contract for scripts. */
final class HangJson {
  private HangJson() {}

  static String of(List<HangGraph> graphs) {
    return JsonMapper.builder()
        .build()
        .writeValueAsString(Map.of("hangs", graphs.stream().map(HangJson::graph).toList()));
  }

  private static Map<String, @Nullable Object> graph(HangGraph graph) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("host", graph.host().isEmpty() ? null : graph.host());
    object.put("fromSeconds", seconds(graph.from()));
    object.put("toSeconds", seconds(graph.to()));
    object.put("blockerKey", graph.blockerKey().map(key -> key.text()).orElse(null));
    object.put("roots", graph.roots().stream().map(HangJson::root).toList());
    object.put("cycles", graph.cycles().stream().map(HangJson::cycle).toList());
    Map<Integer, TaskSnapshot> tasks = graph.tasksByPid();
    object.put("waits", graph.waits().stream().map(wait -> wait(tasks, wait)).toList());
    object.put("stalls", graph.stalls().stream().map(HangJson::stall).toList());
    object.put("reportsSuppressed", graph.reportsSuppressed());
    object.put("tasksLeftOut", graph.tasksLeftOut());
    return object;
  }

  private static @Nullable Double seconds(Optional<Duration> time) {
    return time.map(t -> t.toNanos() / 1e9).orElse(null);
  }

  private static Map<String, @Nullable Object> root(Root root) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("task", root.task().map(HangJson::task).orElse(null));
    object.put("kind", root.kind().label());
    object.put("reason", root.reason());
    object.put("waiters", root.waiters());
    object.put("certain", root.certain());
    return object;
  }

  private static Map<String, Object> cycle(Cycle cycle) {
    return ordered(
        "tasks",
        cycle.waits().stream().map(wait -> task(wait.waiter())).toList(),
        "certain",
        cycle.certain());
  }

  private static Map<String, @Nullable Object> wait(Map<Integer, TaskSnapshot> tasks, Wait wait) {
    Optional<TaskSnapshot> task = Optional.ofNullable(tasks.get(wait.waiter().pid()));
    Resource resource = wait.resource();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("task", task(wait.waiter()));
    object.put("state", task.map(t -> String.valueOf(t.state().letter())).orElse("?"));
    object.put("blockedSeconds", task.map(TaskSnapshot::blockedSeconds).orElse(0));
    object.put("reports", task.map(TaskSnapshot::reports).orElse(0));
    object.put("kind", resource.kind().label());
    object.put("what", resource.what());
    object.put("lock", resource.name().isEmpty() ? null : resource.name());
    object.put("instance", resource.instance().isEmpty() ? null : resource.instance());
    object.put("in", resource.site().isEmpty() ? null : resource.site());
    object.put("ownerNotFound", wait.ownerNotFound());
    object.put("holders", wait.holders().stream().map(HangJson::holder).toList());
    return object;
  }

  private static Map<String, Object> holder(Holder holder) {
    return ordered("task", task(holder.task()), "certainty", holder.certainty().label());
  }

  private static Map<String, @Nullable Object> stall(Stall stall) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("kind", stall.kind().label());
    object.put("cpu", stall.cpu().isPresent() ? stall.cpu().getAsInt() : null);
    object.put("task", stall.task().map(HangJson::task).orElse(null));
    object.put("line", stall.line());
    return object;
  }

  private static Map<String, Object> task(TaskRef task) {
    return ordered("comm", task.comm(), "pid", task.pid());
  }

  /** Two keys in this order, so that the same graph gives the same text. */
  private static Map<String, Object> ordered(String a, Object valueA, String b, Object valueB) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(a, valueA);
    object.put(b, valueB);
    return object;
  }
}
