package dev.kedge.report.hang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which tasks lockdep lists with which lock. */
final class LockTable {
  /**
   * A task's entry for a lock.
   *
   * @param last nothing was entered after it
   */
  record Listing(TaskSnapshot task, HeldLock lock, boolean last) {}

  private final Map<String, List<Listing>> byKey = new LinkedHashMap<>();
  private final Map<String, List<HeldLock>> byFunction = new HashMap<>();

  LockTable(List<TaskSnapshot> tasks) {
    for (TaskSnapshot task : tasks) {
      for (HeldLock lock : task.locks()) {
        boolean last = lock.equals(task.locks().getLast());
        byKey
            .computeIfAbsent(lock.key(), key -> new ArrayList<>())
            .add(new Listing(task, lock, last));
      }
    }
    for (List<Listing> listings : byKey.values()) {
      HeldLock lock = listings.getFirst().lock();
      if (!lock.at().isEmpty()) {
        byFunction.computeIfAbsent(lock.at(), at -> new ArrayList<>(1)).add(lock);
      }
    }
  }

  /**
   * The lock that listed tasks took in a function, when it is one lock or one class of locks; empty
   * also when it is several.
   */
  Optional<HeldLock> takenIn(String function) {
    List<HeldLock> taken = byFunction.getOrDefault(function, List.of());
    return taken.size() == 1 ? Optional.of(taken.getFirst()) : Optional.empty();
  }

  List<Listing> listings(HeldLock lock) {
    return byKey.getOrDefault(lock.key(), List.of());
  }

  /**
   * The entry a blocked task waits for: its last one, when it was made by a function of its wait,
   * or when there is no stack and others want the same lock.
   */
  Optional<HeldLock> waitedFor(TaskSnapshot task, WaitSite site, boolean namedBlocker) {
    if (task.locks().isEmpty()) {
      return Optional.empty();
    }
    HeldLock last = task.locks().getLast();
    boolean lockWait =
        site.kind() == WaitClass.LOCK
            && (site.through().contains(last.at())
                || (task.guessed() && task.stack().contains(last.at())));
    boolean blind =
        task.stack().isEmpty()
            && (task.hung() || namedBlocker)
            && listings(last).stream().anyMatch(l -> l.task().task().pid() != task.task().pid());
    return lockWait || blind ? Optional.of(last) : Optional.empty();
  }
}
