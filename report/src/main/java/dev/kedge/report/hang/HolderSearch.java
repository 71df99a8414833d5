package dev.kedge.report.hang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
  private final Map<String, List<TaskSnapshot>> inferred = new HashMap<>();
  private final Map<String, List<Holder>> listed = new HashMap<>();
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

  /** Who holds a lock that lockdep lists, apart from those that wait for it. */
  List<Holder> listed(HeldLock lock) {
    return listed.computeIfAbsent(lock.key(), key -> find(lock));
  }

  private List<Holder> find(HeldLock lock) {
    List<TaskSnapshot> certain = new ArrayList<>();
    List<TaskSnapshot> possible = new ArrayList<>();
    for (LockTable.Listing listing : locks.listings(lock)) {
      if (!lock.key().equals(keyOf(listing.task().task().pid()))) {
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
    if (site.kind() == WaitClass.RCU) {
      return stalled();
    }
    String key = site.kind() + " " + site.what() + " " + site.site() + " " + site.lockName();
    List<TaskSnapshot> candidates = inferred.computeIfAbsent(key, k -> candidates(site));
    return holders(
        candidates.stream().filter(task -> task.task().pid() != waiter.task().pid()).toList(),
        Certainty.INFERRED);
  }

  /** A few more than may be named, so that too many are noticed when the waiter is among them. */
  private List<TaskSnapshot> candidates(WaitSite site) {
    Stream<TaskSnapshot> found =
        switch (site.kind()) {
          case WORK -> tasks.stream().filter(HolderSearch::isBusyWorker);
          case JOURNAL -> serving(site);
          case LOCK -> lockHolders(site);
          default -> Stream.empty();
        };
    return found.limit(MAX_CANDIDATES + 2).toList();
  }

  private List<Holder> stalled() {
    return stalls.stream()
        .flatMap(stall -> stall.task().stream())
        .map(task -> new Holder(task, Certainty.NAMED))
        .distinct()
        .toList();
  }

  /** A worker that has a work item in hand. */
  private static boolean isBusyWorker(TaskSnapshot task) {
    return task.task().comm().startsWith("kworker/")
        && (!task.work().isEmpty()
            || task.locks().stream()
                .anyMatch(lock ->
                    lock.at().equals("process_one_work")
                        && !lock.lockClass().startsWith("(wq_completion)")));
  }

  private Stream<TaskSnapshot> serving(WaitSite site) {
    return site.served().stream()
        .flatMap(function -> byFunction.getOrDefault(function, List.of()).stream())
        .distinct();
  }

  /**
   * A waiting writer of a per-CPU rw-semaphore turns new readers away
   * (kernel/locking/percpu-rwsem.c). Else it is who is inside what the lock protects, by the rules
   * or because it is in the function that takes the lock.
   */
  private Stream<TaskSnapshot> lockHolders(WaitSite site) {
    if (!site.lockName().isEmpty()) {
      boolean reader = site.what().startsWith("per-CPU") && site.what().endsWith("(read)");
      List<TaskSnapshot> known =
          tasks.stream()
              .filter(task -> reader && waitsFor(task, site.lockName(), "(write)"))
              .limit(MAX_CANDIDATES + 2)
              .toList();
      if (known.isEmpty()) {
        known =
            serving(site)
                .filter(task -> !waitsFor(task, site.lockName(), ""))
                .limit(MAX_CANDIDATES + 2)
                .toList();
      }
      if (!known.isEmpty()) {
        return known.stream();
      }
    }
    return byFunction.getOrDefault(site.site(), List.of()).stream()
        .filter(task -> !waitsAt(task, site));
  }

  private boolean waitsFor(TaskSnapshot task, String lockName, String how) {
    WaitSite site = sites.get(task.task().pid());
    return site != null && site.lockName().equals(lockName) && site.what().endsWith(how);
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
