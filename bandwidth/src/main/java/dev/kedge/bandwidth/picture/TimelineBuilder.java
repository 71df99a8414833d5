package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Gives what was recorded its names, and tells a task that waits for its turn from one that is
 * stranded: under the group throttle a runnable task cannot run while a queue above it is
 * throttled.
 */
final class TimelineBuilder {
  private final Scenario scenario;
  private final Labels labels;
  private final Map<String, String> groupOfWorkload = new HashMap<>();

  TimelineBuilder(Scenario scenario, Labels labels) {
    this.scenario = scenario;
    this.labels = labels;
    for (Workload workload : scenario.workloads()) {
      groupOfWorkload.put(workload.name(), workload.group());
    }
  }

  Timeline build(
      String title,
      long from,
      long to,
      Segments running,
      Segments states,
      Segments holds,
      Segments throttles,
      Segments refills,
      List<Curve> curves,
      long dropped) {
    Segments told = scenario.kernel().mechanism().perTask() ? states : strand(states, throttles);
    return new Timeline(
        title,
        from,
        to,
        scenario.machine().cpus(),
        names(rows(told), labels::task),
        names(
            IntStream.concat(
                IntStream.concat(rows(throttles), rows(refills)),
                curves.stream().mapToInt(Curve::group)),
            labels::group),
        names(subjects(holds, told), labels::lock),
        running,
        told,
        holds,
        throttles,
        refills,
        curves,
        dropped
            + running.dropped()
            + told.dropped()
            + holds.dropped()
            + throttles.dropped()
            + refills.dropped());
  }

  private Segments strand(Segments states, Segments throttles) {
    Map<String, TreeMap<Long, Long>> closed = new HashMap<>();
    for (int i = 0; i < throttles.size(); i++) {
      closed
          .computeIfAbsent(
              key(labels.group(throttles.row(i)), throttles.subject(i)), _ -> new TreeMap<>())
          .put(throttles.start(i), throttles.end(i));
    }
    Segments split = new Segments(2 * states.size() + 2 * throttles.size() + 64);
    for (int i = 0; i < states.size(); i++) {
      if (states.state(i) == TaskState.RUNNABLE.ordinal()) {
        strand(states, i, closed, split);
      } else {
        split.add(
            states.row(i), states.subject(i), states.state(i), states.start(i), states.end(i));
      }
    }
    return split;
  }

  private void strand(
      Segments states, int i, Map<String, TreeMap<Long, Long>> closed, Segments split) {
    int task = states.row(i);
    int cpu = states.subject(i);
    long at = states.start(i);
    long end = states.end(i);
    List<TreeMap<Long, Long>> above = new ArrayList<>();
    for (String path = group(task); path.length() > 1; path = parent(path)) {
      TreeMap<Long, Long> intervals = closed.get(key(path, cpu));
      if (intervals != null) {
        above.add(intervals);
      }
    }
    while (at < end) {
      long covered = at;
      long next = end;
      for (TreeMap<Long, Long> intervals : above) {
        Map.Entry<Long, Long> current = intervals.floorEntry(at);
        if (current != null && current.getValue() > at) {
          covered = Math.max(covered, Math.min(end, current.getValue()));
        }
        Long later = intervals.higherKey(at);
        if (later != null) {
          next = Math.min(next, later);
        }
      }
      boolean stranded = covered > at;
      long until = stranded ? covered : next;
      TaskState state = stranded ? TaskState.STRANDED : TaskState.RUNNABLE;
      split.add(task, cpu, state.ordinal(), at, until);
      at = until;
    }
  }

  private String group(int task) {
    String name = labels.task(task);
    String group = groupOfWorkload.get(name);
    if (group == null && name.lastIndexOf('/') > 0) {
      group = groupOfWorkload.get(name.substring(0, name.lastIndexOf('/')));
    }
    return group == null ? "/" : group;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static String key(String group, int cpu) {
    return cpu + " " + group;
  }

  private static IntStream rows(Segments segments) {
    return IntStream.range(0, segments.size()).map(segments::row);
  }

  private static IntStream subjects(Segments holds, Segments states) {
    return IntStream.concat(
        IntStream.range(0, holds.size()).map(holds::subject),
        IntStream.range(0, states.size())
            .filter(i -> states.state(i) == TaskState.LOCK.ordinal())
            .map(states::subject));
  }

  /** Names by id for the ids that occur; the empty name for the others. */
  private static List<String> names(IntStream ids, IntFunction<String> name) {
    int[] seen = ids.distinct().sorted().toArray();
    List<String> names = new ArrayList<>();
    for (int id : seen) {
      while (names.size() < id) {
        names.add("");
      }
      names.add(name.apply(id));
    }
    return names;
  }
}
