package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.sim.OperationResult;
import dev.kedge.bandwidth.sim.TaskResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The JSON form of a run: everything the simulation has counted; times in nanoseconds. */
public final class RunJson {
  private RunJson() {}

  /** The object, for a JSON writer; with the time line where one was recorded. */
  public static Map<String, Object> of(Run run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.label());
    json.put("scenario", run.scenario().name());
    json.put("kernel", run.scenario().kernel().name());
    json.put("mechanism", Character.toString(run.scenario().kernel().mechanism().letter()));
    json.put("cpus", run.scenario().machine().cpus());
    json.put("seed", run.scenario().seed());
    json.put("durationNs", run.result().durationNs());
    // Counters are written by their components' names.
    json.put("groups", run.result().groups());
    json.put("operations", run.result().operations().stream().map(RunJson::operation).toList());
    json.put("tasks", run.result().tasks().stream().map(RunJson::task).toList());
    json.put("cpuBusyNs", run.result().cpuBusyNs());
    json.put("events", run.result().events());
    run.timeline().ifPresent(timeline -> json.put("timeline", TimelineJson.of(timeline)));
    return json;
  }

  private static Map<String, Object> operation(OperationResult operation) {
    Histogram times = operation.nanoseconds();
    boolean any = times.getTotalCount() > 0;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", operation.name());
    json.put("done", operation.done());
    json.put("due", operation.due());
    if (any) {
      json.put("meanNs", Math.round(times.getMean()));
      json.put("p50Ns", times.getValueAtPercentile(50));
      json.put("p90Ns", times.getValueAtPercentile(90));
      json.put("p99Ns", times.getValueAtPercentile(99));
      json.put("maxNs", times.getMaxValue());
    }
    json.put("censoredNs", operation.censoredNs());
    json.put("blockedNs", operation.blockedNs());
    json.put("powersOfTwoNs", PowerOfTwoHistogram.of(times).buckets());
    return json;
  }

  private static Map<String, Object> task(TaskResult task) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", task.name());
    json.put("cpuNs", task.cpuNs());
    json.put("userNs", task.userNs());
    json.put("alive", task.alive());
    json.put("holdsNs", task.holdsNs());
    return json;
  }
}
