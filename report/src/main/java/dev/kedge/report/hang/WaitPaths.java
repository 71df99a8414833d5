package dev.kedge.report.hang;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The graph of waits as a graph: paths, cycles, how many wait for a task. Immutable. */
final class WaitPaths {
  private static final int MAX_CYCLES = 100;

  private final Map<Integer, Wait> waitOf = new LinkedHashMap<>();
  private final Map<Integer, List<Integer>> waitersOf = new HashMap<>();

  WaitPaths(Collection<Wait> waits) {
    for (Wait wait : waits) {
      int pid = wait.waiter().pid();
      waitOf.put(pid, wait);
      for (Holder holder : wait.holders()) {
        waitersOf.computeIfAbsent(holder.task().pid(), p -> new ArrayList<>()).add(pid);
      }
    }
  }

  /** Whether a task is somebody's holder on better grounds than inference. */
  boolean namedFor(int pid) {
    return waitersOf.getOrDefault(pid, List.of()).stream()
        .anyMatch(waiter -> holders(waiter, true).contains(pid));
  }

  /** How many tasks wait for this one, directly or through others. */
  int waiters(int pid) {
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> todo = new ArrayDeque<>(List.of(pid));
    while (!todo.isEmpty()) {
      for (int waiter : waitersOf.getOrDefault(todo.pop(), List.of())) {
        if (waiter != pid && seen.add(waiter)) {
          todo.push(waiter);
        }
      }
    }
    return seen.size();
  }

  /**
   * A shortest cycle through each group of tasks that wait for each other. Cycles of waits with
   * holders that are not inferred come first; tasks of those are in no other.
   */
  List<Cycle> cycles() {
    List<Cycle> found = new ArrayList<>();
    Set<Integer> inCycle = new HashSet<>();
    for (boolean certain : new boolean[] {true, false}) {
      for (Set<Integer> group : WaitGroups.of(waitOf.keySet(), pid -> holders(pid, certain))) {
        List<Wait> cycle = shortest(firstOf(group), certain, group);
        boolean known = cycle.stream().anyMatch(wait -> inCycle.contains(wait.waiter().pid()));
        if (!known && !cycle.isEmpty() && found.size() < MAX_CYCLES) {
          cycle.forEach(wait -> inCycle.add(wait.waiter().pid()));
          found.add(new Cycle(cycle, certain));
        }
      }
    }
    return found;
  }

  private static int firstOf(Set<Integer> group) {
    return Collections.min(group);
  }

  private List<Integer> holders(int pid, boolean certain) {
    Wait wait = waitOf.get(pid);
    return wait == null
        ? List.of()
        : wait.holders().stream()
            .filter(holder -> !certain || holder.certainty() != Certainty.INFERRED)
            .map(holder -> holder.task().pid())
            .toList();
  }

  /** The waits of a shortest way from a task back to itself; empty when there is none. */
  private List<Wait> shortest(int start, boolean certain, Set<Integer> within) {
    Map<Integer, Integer> cameFrom = new HashMap<>();
    Deque<Integer> todo = new ArrayDeque<>(List.of(start));
    while (!todo.isEmpty()) {
      int pid = todo.poll();
      for (int next : holders(pid, certain)) {
        if (next == start) {
          return wayBack(start, pid, cameFrom);
        }
        if (within.contains(next) && cameFrom.putIfAbsent(next, pid) == null) {
          todo.add(next);
        }
      }
    }
    return List.of();
  }

  private List<Wait> wayBack(int start, int last, Map<Integer, Integer> cameFrom) {
    ArrayDeque<Wait> way = new ArrayDeque<>();
    Integer at = last;
    while (at != null) {
      Wait wait = waitOf.get(at);
      if (wait != null) {
        way.addFirst(wait);
      }
      at = at == start ? null : cameFrom.get(at);
    }
    return List.copyOf(way);
  }
}
