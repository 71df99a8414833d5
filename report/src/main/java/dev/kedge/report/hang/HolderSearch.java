package dev.kedge.report.hang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds who holds what a task waits for, from the best evidence there is: the kernel's word, then
 * lockdep's lists, then where the stacks of others stand.
 */
final class HolderSearch {
  /** More tasks than this that may be the holder say nothing. */
  private static final int MAX_CANDIDATES = 8;

  private final List<TaskSnapshot> tasks;
  private final Map<Integer, WaitSite> sites;
  private final Map<Integer, HeldLock> waitedFor;
  private final LockTable locks;
  private final List<Stall> stalls;
  private final Map<String, List<TaskSnapshot>> byFunction = new HashMap<>();

  /**
   * A search over one hang.
   *
   * @param sites by pid, what each task with a stack waits for
   * @param waitedFor by pid, the listed lock a task waits for
   */
  HolderSearch(
      List<Stall> stalls,
      List<TaskSnapshot> tasks,
      Map<Integer, WaitSite> sites,
      Map<Integer, HeldLock> waitedFor,
      LockTable locks) {
    this.tasks = tasks;
    this.sites = sites;
    this.waitedFor = waitedFor;
    this.locks = locks;
    this.stalls = stalls;
    for (TaskSnapshot task : tasks) {
      task.stack().stream()
          .distinct()
          .forEach(
              function -> byFunction.computeIfAbsent(function, f -> new ArrayList<>()).add(task));
    }
  }

  /** As the hung-task detector says; a reader or the last holder of a semaphore is a hint only. */
  static List<Holder> named(HungLine.Blocker blocker) {
    boolean hint = blocker.ownerRole().equals("reader") || blocker.lock().equals("semaphore");
    Certainty certainty = hint ? Certainty.HINT : Certainty.NAMED;
    return blocker.owner().stream().map(owner -> new Holder(owner, certainty)).toList();
  }

  /** Who holds a lock that lockdep lists, apart from those that wait for it too. */
  List<Holder> listed(TaskSnapshot waiter, HeldLock lock) {
    List<TaskSnapshot> certain = new ArrayList<>();
    List<TaskSnapshot> possible = new ArrayList<>();
    for (LockTable.Listing listing : locks.listings(lock)) {
      int pid = listing.task().task().pid();
      boolean waits = lock.key().equals(keyOf(pid));
      if (pid != waiter.task().pid() && !waits) {
        (isPast(listing) ? certain : possible).add(listing.task());
      }
    }
    if (!certain.isEmpty()) {
      return holders(certain, lock.exact() ? Certainty.LISTED : Certainty.INFERRED);
    }
    if (!possible.isEmpty()) {
      boolean only = possible.size() == 1 && lock.exact();
      return holders(possible, only ? Certainty.LISTED : Certainty.INFERRED);
    }
    return holders(tasks.stream().filter(TaskSnapshot::hidesLocks).toList(), Certainty.INFERRED);
  }

  private String keyOf(int pid) {
    return Optional.ofNullable(waitedFor.get(pid)).map(HeldLock::key).orElse("");
  }

  /** Whether the task has taken the lock for sure: it did something else after it. */
  private static boolean isPast(LockTable.Listing listing) {
    return !listing.last() || !listing.task().stack().isEmpty();
  }

  /** Who does what the stack waits for, or stands in the same place without waiting there. */
  List<Holder> inferred(TaskSnapshot waiter, WaitSite site) {
    return switch (site.kind()) {
      case RCU -> stalled();
      case WORK -> workers(waiter);
      case JOURNAL -> holders(serving(waiter, site), Certainty.INFERRED);
      case LOCK -> lockHolders(waiter, site);
      default -> List.of();
    };
  }

  private List<Holder> stalled() {
    List<Holder> found = new ArrayList<>();
    for (Stall stall : stalls) {
      stall.task().ifPresent(task -> found.add(new Holder(task, Certainty.NAMED)));
    }
    return found.stream().distinct().toList();
  }

  /** Workers that have a work item in hand. */
  private List<Holder> workers(TaskSnapshot waiter) {
    return holders(
        tasks.stream()
            .filter(task -> task != waiter && task.task().comm().startsWith("kworker/"))
            .filter(task -> !task.work().isEmpty() || hasWorkItem(task))
            .toList(),
        Certainty.INFERRED);
  }

  private static boolean hasWorkItem(TaskSnapshot task) {
    return task.locks().stream()
        .anyMatch(lock ->
            lock.at().equals("process_one_work")
                && !lock.lockClass().startsWith("(wq_completion)"));
  }

  private List<TaskSnapshot> serving(TaskSnapshot waiter, WaitSite site) {
    List<TaskSnapshot> found = new ArrayList<>();
    for (String function : site.served()) {
      byFunction.getOrDefault(function, List.of()).stream()
          .filter(task -> task != waiter && !found.contains(task))
          .forEach(found::add);
    }
    return found;
  }

  /**
   * A waiting writer of a per-CPU rw-semaphore turns new readers away
   * (kernel/locking/percpu-rwsem.c). Else it is who is inside what the lock protects, by the rules
   * or because it is in the function that takes the lock.
   */
  private List<Holder> lockHolders(TaskSnapshot waiter, WaitSite site) {
    if (site.lockName().isEmpty()) {
      return inSamePlace(waiter, site);
    }
    if (site.what().startsWith("per-CPU") && site.what().endsWith("(read)")) {
      List<TaskSnapshot> writers =
          tasks.stream()
              .filter(task -> task != waiter && waitsFor(task, site.lockName(), "(write)"))
              .toList();
      if (!writers.isEmpty()) {
        return holders(writers, Certainty.INFERRED);
      }
    }
    List<TaskSnapshot> inside =
        serving(waiter, site).stream()
            .filter(task -> !waitsFor(task, site.lockName(), ""))
            .toList();
    return inside.isEmpty() ? inSamePlace(waiter, site) : holders(inside, Certainty.INFERRED);
  }

  private boolean waitsFor(TaskSnapshot task, String lockName, String how) {
    WaitSite site = sites.get(task.task().pid());
    return site != null && site.lockName().equals(lockName) && site.what().endsWith(how);
  }

  private List<Holder> inSamePlace(TaskSnapshot waiter, WaitSite site) {
    return holders(
        byFunction.getOrDefault(site.site(), List.of()).stream()
            .filter(task -> task != waiter && !waitsAt(task, site))
            .toList(),
        Certainty.INFERRED);
  }

  private boolean waitsAt(TaskSnapshot task, WaitSite site) {
    WaitSite other = sites.get(task.task().pid());
    return other != null && other.kind() == WaitClass.LOCK && other.site().equals(site.site());
  }

  private static List<Holder> holders(List<TaskSnapshot> tasks, Certainty certainty) {
    return tasks.size() > MAX_CANDIDATES
        ? List.of()
        : tasks.stream().map(task -> new Holder(task.task(), certainty)).toList();
  }
}
