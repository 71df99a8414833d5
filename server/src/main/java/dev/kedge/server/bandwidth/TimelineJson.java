package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.picture.Curve;
import dev.kedge.bandwidth.picture.Segments;
import dev.kedge.bandwidth.picture.TaskState;
import dev.kedge.bandwidth.picture.Timeline;
import dev.kedge.server.http.JsonOut;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Writes a time line as columns. */
final class TimelineJson {
  private static final int USER = TaskState.USER.code();
  private static final int KERNEL = TaskState.KERNEL.code();
  private static final int LOCK = TaskState.LOCK.code();

  /** The states in which a task does not run, by their numbers in the answer. */
  private static final TaskState[] WAITS = {
    TaskState.RUNNABLE, TaskState.STRANDED, TaskState.LIMBO, TaskState.LOCK
  };

  private TimelineJson() {}

  static void write(JsonOut json, Timeline timeline) {
    json.begin("timeline");
    json.number("fromNs", timeline.fromNs());
    json.number("endNs", recordedUntil(timeline));
    json.number("dropped", timeline.dropped());
    json.column("tasks", timeline.tasks());
    json.column("groups", timeline.groups());
    json.column("locks", timeline.locks());
    running(json, timeline.running());
    waiting(json, timeline.states());
    intervals(json, "held", "task", "lock", timeline.holds());
    intervals(json, "throttled", "group", "cpu", timeline.throttles());
    Segments refills = timeline.refills();
    json.begin("refills");
    json.column("group", all(refills).map(refills::row).toArray());
    json.column("at", all(refills).mapToLong(refills::start).toArray());
    json.end();
    json.beginArray("curves");
    timeline.curves().forEach(curve -> curve(json, curve));
    json.endArray();
    json.end();
  }

  /** Stretches are recorded until there is no room for more: later ones are missing. */
  private static long recordedUntil(Timeline timeline) {
    long end = timeline.toNs();
    for (Segments segments :
        new Segments[] {
          timeline.running(), timeline.states(), timeline.holds(), timeline.throttles()
        }) {
      if (segments.dropped() > 0) {
        end = Math.min(end, all(segments).mapToLong(segments::start).max().orElse(0));
      }
    }
    return end;
  }

  private static void running(JsonOut json, Segments running) {
    json.begin("running");
    json.column("cpu", all(running).map(running::row).toArray());
    json.column("task", all(running).map(running::subject).toArray());
    json.column("kernel", all(running).map(i -> running.state(i) == KERNEL ? 1 : 0).toArray());
    times(json, running, i -> true);
    json.end();
  }

  private static void waiting(JsonOut json, Segments states) {
    IntPredicate waits = i -> states.state(i) != USER && states.state(i) != KERNEL;
    int[] numbers = new int[TaskState.values().length];
    for (int i = 0; i < WAITS.length; i++) {
      numbers[WAITS[i].code()] = i;
    }
    json.begin("waiting");
    json.column("task", all(states).filter(waits).map(states::row).toArray());
    json.column("state", all(states).filter(waits).map(i -> numbers[states.state(i)]).toArray());
    json.column(
        "lock",
        all(states)
            .filter(waits)
            .map(i -> states.state(i) == LOCK ? states.subject(i) : Segments.NONE)
            .toArray());
    json.column(
        "cpu",
        all(states)
            .filter(waits)
            .map(i -> states.state(i) == LOCK ? Segments.NONE : states.subject(i))
            .toArray());
    times(json, states, waits);
    json.end();
  }

  private static void intervals(
      JsonOut json, String name, String row, String subject, Segments segments) {
    json.begin(name);
    json.column(row, all(segments).map(segments::row).toArray());
    json.column(subject, all(segments).map(segments::subject).toArray());
    times(json, segments, i -> true);
    json.end();
  }

  private static void times(JsonOut json, Segments segments, IntPredicate which) {
    json.column("start", all(segments).filter(which).mapToLong(segments::start).toArray());
    json.column("end", all(segments).filter(which).mapToLong(segments::end).toArray());
  }

  private static void curve(JsonOut json, Curve curve) {
    json.begin();
    json.number("group", curve.group());
    json.number("cpu", curve.cpu());
    json.column("at", curve.points().stream().mapToLong(Curve.Point::atNs).toArray());
    json.column("ns", curve.points().stream().mapToLong(Curve.Point::runtimeNs).toArray());
    json.end();
  }

  private static IntStream all(Segments segments) {
    return IntStream.range(0, segments.size());
  }
}
