package dev.kedge.bandwidth.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Gives what was recorded its names, and tells a task that waits for its turn from one that is
 * stranded: under the group throttle a runnable task cannot run while a queue above it is
 * throttled.
 */
final class TimelineBuilder {
  private final Labels labels;

  TimelineBuilder(Labels labels) {
    this.labels = labels;
  }

  List<String> tasks(Segments states) {
    return names(rows(states), labels::task);
  }

  List<String> groups(Segments throttles, Segments refills, List<Curve> curves) {
    return names(
        IntStream.concat(
            IntStream.concat(rows(throttles), rows(refills)),
            curves.stream().mapToInt(Curve::group)),
        labels::group);
  }

  List<String> locks(Segments holds, Segments states) {
    return names(
        IntStream.concat(
            IntStream.range(0, holds.size()).map(holds::subject),
            IntStream.range(0, states.size())
                .filter(i -> states.state(i) == TaskState.LOCK.code())
                .map(states::subject)),
        labels::lock);
  }

  /**
   * All states of tasks.
   *
   * @param known those that need no telling apart
   * @param waits runnable tasks, with their group in place of a state
   * @param throttles throttled queues that strand what is in them; empty under a per-task throttle
   */
  Segments states(Segments known, Segments waits, Segments throttles) {
    Map<String, NavigableMap<Long, Long>> closed = new HashMap<>();
    for (int i = 0; i < throttles.size(); i++) {
      closed
          .computeIfAbsent(
              key(labels.group(throttles.row(i)), throttles.subject(i)), _ -> new TreeMap<>())
          .put(throttles.start(i), throttles.end(i));
    }
    Segments all = new Segments(known.size() + 2 * waits.size() + 2 * throttles.size() + 64);
    for (int i = 0; i < known.size(); i++) {
      all.add(known.row(i), known.subject(i), known.state(i), known.start(i), known.end(i));
    }
    for (int i = 0; i < waits.size(); i++) {
      strand(waits, i, above(labels.group(waits.state(i)), waits.subject(i), closed), all);
    }
    return all;
  }

  private static List<NavigableMap<Long, Long>> above(
      String group, int cpu, Map<String, NavigableMap<Long, Long>> closed) {
    List<NavigableMap<Long, Long>> above = new ArrayList<>();
    for (String path = group; path.length() > 1; path = path.substring(0, path.lastIndexOf('/'))) {
      NavigableMap<Long, Long> intervals = closed.get(key(path, cpu));
      if (intervals != null) {
        above.add(intervals);
      }
    }
    return above;
  }

  private static void strand(
      Segments waits, int i, List<NavigableMap<Long, Long>> above, Segments all) {
    long end = waits.end(i);
    for (long at = waits.start(i); at < end; ) {
      long covered = at;
      long next = end;
      for (NavigableMap<Long, Long> intervals : above) {
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
      TaskState state = stranded ? TaskState.STRANDED : TaskState.RUNNABLE;
      long until = stranded ? covered : next;
      all.add(waits.row(i), waits.subject(i), state.code(), at, until);
      at = until;
    }
  }

  private static String key(String group, int cpu) {
    return cpu + " " + group;
  }

  private static IntStream rows(Segments segments) {
    return IntStream.range(0, segments.size()).map(segments::row);
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
