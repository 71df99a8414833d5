package dev.kedge.bandwidth.scenario.rtapp;

import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for which condition and which barrier.
 *
 * <p>A condition variable becomes one event per waiting task, so that a task that signals and then
 * waits ({@code sync}) never wakes itself. A barrier becomes a task of its own that awaits
 * everybody's arrival and lets all go; it uses no CPU time.
 */
final class RtAppConditions {
  private static final Set<RtAppEvent.Kind> WAITS =
      EnumSet.of(RtAppEvent.Kind.WAIT, RtAppEvent.Kind.SYNC);

  private final Map<String, Map<String, Integer>> waiters = new LinkedHashMap<>();
  private final Map<String, List<String>> barriers = new LinkedHashMap<>();

  RtAppConditions(List<RtAppTask> tasks) {
    for (RtAppTask task : tasks) {
      for (RtAppEvent event : task.events()) {
        if (WAITS.contains(event.kind())) {
          waiters
              .computeIfAbsent(event.ref(), _ -> new LinkedHashMap<>())
              .put(task.name(), Math.max(1, task.instances()));
        } else if (event.kind() == RtAppEvent.Kind.BARRIER) {
          List<String> users = barriers.computeIfAbsent(event.ref(), _ -> new ArrayList<>());
          if (!users.contains(task.name())) {
            users.add(task.name());
          }
        }
      }
    }
  }

  /** The event a task awaits for a condition. */
  static String event(String condition, String task) {
    return condition + "@" + task;
  }

  /**
   * Wakes others that wait for a condition.
   *
   * @param all every one of them, not just one
   */
  List<Step> signal(String condition, String signaller, boolean all) {
    List<Step> steps = new ArrayList<>();
    waiters
        .getOrDefault(condition, Map.of())
        .forEach((task, instances) -> {
          boolean other = !task.equals(signaller) || instances > 1;
          int times = !other || (!all && !steps.isEmpty()) ? 0 : all ? instances : 1;
          for (int i = 0; i < times; i++) {
            steps.add(new Step.Signal(event(condition, task)));
          }
        });
    return steps;
  }

  /** Arrives at a barrier and waits for the others. */
  static List<Step> arrive(String barrier, String task) {
    return List.of(
        new Step.Signal(arrival(barrier, task)), new Step.Await(departure(barrier, task)));
  }

  /** The tasks that stand for the barriers. */
  List<Workload> barrierKeepers() {
    List<Workload> keepers = new ArrayList<>();
    barriers.forEach((barrier, users) -> {
      List<Step> steps = new ArrayList<>();
      users.forEach(user -> steps.add(new Step.Await(arrival(barrier, user))));
      users.forEach(user -> steps.add(new Step.Signal(departure(barrier, user))));
      keepers.add(Workload.of("barrier " + barrier, "/", 1, List.of(Step.Repeat.forever(steps))));
    });
    return keepers;
  }

  private static String arrival(String barrier, String task) {
    return barrier + "+" + task;
  }

  private static String departure(String barrier, String task) {
    return barrier + "-" + task;
  }
}
