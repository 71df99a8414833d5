package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.document.Place;
import dev.kedge.model.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a scenario declares, and the places that name it, so that each can be checked. */
final class Names {
  private final Map<String, LockKind> locks = new LinkedHashMap<>();
  private final Set<String> groups = new LinkedHashSet<>(Set.of("/"));
  private final Set<String> workloads = new LinkedHashSet<>();
  private final List<Runnable> checks = new ArrayList<>();

  void lock(Lock lock) {
    locks.put(lock.name(), lock.kind());
  }

  void group(String path) {
    groups.add(path);
  }

  boolean hasGroup(String path) {
    return groups.contains(path);
  }

  void workload(String name) {
    workloads.add(name);
  }

  /** Somebody takes a lock in a mode its kind must have. */
  void acquires(Place place, String lock, LockMode mode) {
    known(place, "lock", lock, locks.keySet());
    LockKind kind = locks.get(lock);
    if (kind == LockKind.MUTEX && mode == LockMode.READ) {
      throw place.error("'%s' is a mutex: it is only taken for write".formatted(lock));
    }
    if (kind == LockKind.RCU && mode == LockMode.WRITE) {
      throw place.error("'%s' is RCU: it is only taken for read".formatted(lock));
    }
  }

  void releases(Place place, String lock) {
    known(place, "lock", lock, locks.keySet());
  }

  /** Somebody names a group. */
  void usesGroup(Place place, String path) {
    known(place, "group", path, groups);
  }

  /** Somebody names a workload, which may stand further down. */
  void usesWorkload(Place place, String name) {
    checks.add(() -> known(place, "workload", name, workloads));
  }

  /** Somebody names a task: a workload, or one of its tasks as {@code workload/0}. */
  void usesTask(Place place, String task) {
    int slash = task.lastIndexOf('/');
    checks.add(() -> {
      if (slash <= 0 || !workloads.contains(task.substring(0, slash))) {
        known(place, "task", task, workloads);
      }
    });
  }

  /** Checks what could only be checked once everything was declared. */
  void check() {
    checks.forEach(Runnable::run);
  }

  private static void known(Place place, String what, String name, Collection<String> declared) {
    if (!declared.contains(name)) {
      throw place.error(
          "there is no %s '%s'%s"
              .formatted(
                  what,
                  name,
                  NearestName.of(name, declared)
                      .map(near -> ": did you mean '%s'?".formatted(near))
                      .orElse("")));
    }
  }
}
