package dev.kedge.server.api;

import dev.kedge.report.hang.BlockerKey;
import dev.kedge.report.hang.Cycle;
import dev.kedge.report.hang.HangGraph;
import dev.kedge.report.hang.HangText;
import dev.kedge.report.hang.Holder;
import dev.kedge.report.hang.Root;
import dev.kedge.report.hang.TaskRef;
import dev.kedge.report.hang.TaskSnapshot;
import dev.kedge.report.hang.Wait;
import dev.kedge.server.http.JsonOut;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Graphs of waits as the pages draw them. */
final class HangJson {
  private HangJson() {}

  static void write(JsonOut json, List<HangGraph> graphs) {
    json.begin();
    json.beginArray("hangs");
    for (HangGraph graph : graphs) {
      json.begin();
      json.number("fromSeconds", graph.from().map(HangJson::seconds));
      json.number("toSeconds", graph.to().map(HangJson::seconds));
      json.text("blocker", graph.blockerKey().map(BlockerKey::text));
      roots(json, graph.roots());
      waits(json, graph);
      cycles(json, graph.cycles());
      json.flag("reportsSuppressed", graph.reportsSuppressed());
      json.number("tasksLeftOut", graph.tasksLeftOut());
      json.text("text", HangText.of(graph));
      json.end();
    }
    json.endArray();
    json.end();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static void roots(JsonOut json, List<Root> roots) {
    json.beginArray("roots");
    for (Root root : roots) {
      json.begin();
      json.text("task", root.task().map(TaskRef::comm));
      json.number("pid", root.task().map(TaskRef::pid));
      json.text("class", root.kind().label());
      json.text("reason", root.reason());
      json.number("waiters", root.waiters());
      json.flag("certain", root.certain());
      json.end();
    }
    json.endArray();
  }

  private static void waits(JsonOut json, HangGraph graph) {
    Map<Integer, TaskSnapshot> tasks = graph.tasksByPid();
    json.beginArray("waits");
    for (Wait wait : graph.waits()) {
      Optional<TaskSnapshot> task = Optional.ofNullable(tasks.get(wait.waiter().pid()));
      json.begin();
      json.text("task", wait.waiter().comm());
      json.number("pid", wait.waiter().pid());
      json.text("state", String.valueOf(task.map(t -> t.state().letter()).orElse('?')));
      json.number("blockedSeconds", task.map(TaskSnapshot::blockedSeconds).orElse(0));
      json.text("kind", wait.resource().kind().label());
      json.text("resource", wait.resource().text());
      json.flag("ownerNotFound", wait.ownerNotFound());
      json.beginArray("holders");
      for (Holder holder : wait.holders()) {
        json.begin();
        json.text("task", holder.task().comm());
        json.number("pid", holder.task().pid());
        json.text("certainty", holder.certainty().label());
        json.end();
      }
      json.endArray();
      json.end();
    }
    json.endArray();
  }

  private static void cycles(JsonOut json, List<Cycle> cycles) {
    json.beginArray("cycles");
    for (Cycle cycle : cycles) {
      json.begin();
      json.text("text", cycle.text());
      json.flag("certain", cycle.certain());
      json.column("pids", cycle.waits().stream().mapToInt(wait -> wait.waiter().pid()).toArray());
      json.end();
    }
    json.endArray();
  }
}
