package dev.kedge.report.hang;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Finds the groups of tasks that wait for each other: the strongly connected components of the
 * graph, by Tarjan's algorithm (SIAM Journal on Computing 1, 1972) without recursion. Used once.
 */
final class WaitGroups {
  private record Visit(int pid, Iterator<Integer> holders) {}

  private final IntFunction<List<Integer>> holdersOf;
  private final Map<Integer, Integer> number = new HashMap<>();
  private final Map<Integer, Integer> lowest = new HashMap<>();
  private final Deque<Integer> open = new ArrayDeque<>();
  private final Set<Integer> isOpen = new HashSet<>();
  private final Deque<Visit> path = new ArrayDeque<>();
  private final List<Set<Integer>> groups = new ArrayList<>();

  private WaitGroups(IntFunction<List<Integer>> holdersOf) {
    this.holdersOf = holdersOf;
  }

  /** The groups in which there is a cycle, of one task when it waits for itself. */
  static List<Set<Integer>> of(Collection<Integer> pids, IntFunction<List<Integer>> holdersOf) {
    WaitGroups search = new WaitGroups(holdersOf);
    for (int pid : pids) {
      if (!search.number.containsKey(pid)) {
        search.enter(pid);
        search.run();
      }
    }
    return search.groups;
  }

  private void enter(int pid) {
    number.put(pid, number.size());
    lowest.put(pid, number.size() - 1);
    open.push(pid);
    isOpen.add(pid);
    path.push(new Visit(pid, holdersOf.apply(pid).iterator()));
  }

  private void run() {
    while (!path.isEmpty()) {
      Visit visit = path.element();
      if (visit.holders().hasNext()) {
        int next = visit.holders().next();
        if (!number.containsKey(next)) {
          enter(next);
        } else if (isOpen.contains(next)) {
          lowest.merge(visit.pid(), number.getOrDefault(next, 0), Math::min);
        }
      } else {
        path.pop();
        leave(visit.pid());
      }
    }
  }

  private void leave(int pid) {
    int low = lowest.getOrDefault(pid, 0);
    if (!path.isEmpty()) {
      lowest.merge(path.element().pid(), low, Math::min);
    }
    if (low != number.getOrDefault(pid, -1)) {
      return;
    }
    Set<Integer> group = new HashSet<>();
    int member;
    do {
      member = open.pop();
      isOpen.remove(member);
      group.add(member);
    } while (member != pid);
    if (group.size() > 1 || holdersOf.apply(pid).contains(pid)) {
      groups.add(group);
    }
  }
}
