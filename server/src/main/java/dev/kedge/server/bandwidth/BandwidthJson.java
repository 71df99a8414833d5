package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.OperationResult;
import dev.kedge.bandwidth.sim.SimulationResult;
import dev.kedge.bandwidth.sim.TaskResult;
import dev.kedge.server.http.JsonOut;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Writes scenarios and runs as the OpenAPI document describes them. */
final class BandwidthJson {
  private BandwidthJson() {}

  static void examples(JsonOut json, List<Examples.Example> examples) {
    json.begin();
    json.beginArray("examples");
    for (Examples.Example example : examples) {
      json.begin();
      json.text("id", example.id());
      json.text("title", example.title());
      json.text("shows", example.shows());
      property(json, "scenario", example.scenario());
      json.end();
    }
    json.endArray();
    json.end();
  }

  static void scenario(JsonOut json, Node scenario, String yaml) {
    json.begin();
    property(json, "scenario", scenario);
    json.text("yaml", yaml);
    json.end();
  }

  static void simulation(
      JsonOut json, Scenario scenario, long fromNs, long toNs, List<BoundedRun> runs) {
    json.begin();
    json.text("name", scenario.name());
    json.number("durationNs", scenario.durationNs());
    json.number("fromNs", fromNs);
    json.number("toNs", toNs);
    json.beginArray("runs");
    runs.forEach(run -> run(json, run));
    json.endArray();
    json.end();
  }

  private static void run(JsonOut json, BoundedRun run) {
    SimulationResult result = run.result();
    json.begin();
    json.text("kernel", run.label());
    json.text("mechanism", Character.toString(run.scenario().kernel().mechanism().letter()));
    json.number("events", result.events());
    json.number("wallMs", run.elapsed().toNanos() / 1e6);
    json.column("cpuBusyNs", result.cpuBusyNs().stream().mapToLong(Long::longValue).toArray());
    json.beginArray("groups");
    result.groups().forEach((path, counters) -> group(json, path, counters));
    json.endArray();
    json.beginArray("operations");
    result.operations().forEach(operation -> operation(json, operation));
    json.endArray();
    tasks(json, result.tasks());
    TimelineJson.write(json, run.timeline());
    json.end();
  }

  private static void group(JsonOut json, String path, GroupCounters counters) {
    json.begin();
    json.text("path", path);
    json.number("usageNs", counters.usageNs());
    json.number("userNs", counters.userNs());
    json.number("systemNs", counters.systemNs());
    json.number("nrPeriods", counters.nrPeriods());
    json.number("nrThrottled", counters.nrThrottled());
    json.number("throttledNs", counters.throttledNs());
    json.number("nrBursts", counters.nrBursts());
    json.number("burstNs", counters.burstNs());
    json.number("throttledLocalNs", counters.throttledLocalNs());
    json.end();
  }

  private static void operation(JsonOut json, OperationResult operation) {
    Histogram lengths = operation.nanoseconds();
    json.begin();
    json.text("name", operation.name());
    json.number("done", operation.done());
    json.number("due", operation.due());
    json.number("p50Ns", percentile(lengths, 50));
    json.number("p90Ns", percentile(lengths, 90));
    json.number("p99Ns", percentile(lengths, 99));
    json.number("maxNs", percentile(lengths, 100));
    json.number("unfinishedNs", operation.censoredNs());
    json.number("blockedNs", operation.blockedNs());
    json.end();
  }

  private static OptionalLong percentile(Histogram lengths, double percent) {
    return lengths.getTotalCount() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(lengths.getValueAtPercentile(percent));
  }

  private static void tasks(JsonOut json, List<TaskResult> tasks) {
    json.begin("tasks");
    json.column("name", tasks.stream().map(TaskResult::name).toList());
    json.column("cpuNs", column(tasks, TaskResult::cpuNs));
    json.column("userNs", column(tasks, TaskResult::userNs));
    json.column("longestHoldNs", column(tasks, TaskResult::holdsNs));
    json.end();
  }

  private static long[] column(List<TaskResult> tasks, ToLongFunction<TaskResult> value) {
    return tasks.stream().mapToLong(value).toArray();
  }

  /** A part of a scenario file; every single value is text, as nothing else keeps {@code 6.10}. */
  private static void property(JsonOut json, String name, Node node) {
    switch (node) {
      case Node.Scalar scalar -> json.text(name, scalar.text());
      case Node.Sequence list -> {
        json.beginArray(name);
        list.items().forEach(item -> item(json, item));
        json.endArray();
      }
      case Node.Mapping mapping -> {
        json.begin(name);
        mapping.entries().forEach(entry -> property(json, entry.key(), entry.value()));
        json.end();
      }
    }
  }

  private static void item(JsonOut json, Node node) {
    switch (node) {
      case Node.Scalar scalar -> json.item(scalar.text());
      case Node.Sequence list -> {
        json.beginArray();
        list.items().forEach(item -> item(json, item));
        json.endArray();
      }
      case Node.Mapping mapping -> {
        json.begin();
        mapping.entries().forEach(entry -> property(json, entry.key(), entry.value()));
        json.end();
      }
    }
  }
}
