package dev.kedge.bandwidth.picture;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON form of a time line: names once, intervals as parallel columns, times in nanoseconds.
 * The pages and {@code --json} share it.
 */
public final class TimelineJson {
  private static final List<String> STATES =
      Arrays.stream(TaskState.values()).map(TaskState::label).toList();

  private TimelineJson() {}

  /** The object, for a JSON writer. */
  public static Map<String, Object> of(Timeline timeline) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", timeline.title());
    json.put("fromNs", timeline.fromNs());
    json.put("toNs", timeline.toNs());
    json.put("cpus", timeline.cpus());
    json.put("tasks", timeline.tasks());
    json.put("groups", timeline.groups());
    json.put("locks", timeline.locks());
    json.put("stateNames", STATES);
    json.put("running", columns(timeline.running(), "cpu", "task", true));
    json.put("states", columns(timeline.states(), "task", "subject", true));
    json.put("holds", columns(timeline.holds(), "task", "lock", false));
    json.put("throttles", columns(timeline.throttles(), "group", "cpu", false));
    json.put("refills", refills(timeline.refills()));
    json.put("curves", timeline.curves().stream().map(TimelineJson::curve).toList());
    json.put("dropped", timeline.dropped());
    return json;
  }

  private static Map<String, Object> columns(
      Segments segments, String row, String subject, boolean states) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put(row, segments.rows());
    columns.put(subject, segments.subjects());
    if (states) {
      columns.put("state", segments.states());
    }
    columns.put("startNs", segments.starts());
    columns.put("endNs", segments.ends());
    return columns;
  }

  private static Map<String, Object> refills(Segments segments) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("group", segments.rows());
    columns.put("atNs", segments.starts());
    return columns;
  }

  private static Map<String, Object> curve(Curve curve) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", curve.group());
    json.put("cpu", curve.cpu());
    json.put("atNs", curve.points().stream().mapToLong(Curve.Point::atNs).toArray());
    json.put("runtimeNs", curve.points().stream().mapToLong(Curve.Point::runtimeNs).toArray());
    return json;
  }
}
