package dev.kedge.report.hang;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the graph of waits from the evidence of one hang. Used once. */
final class HangGraphBuilder {
  private final WaitRules rules;
  private final String host;
  private final Evidence evidence;
  private final List<TaskSnapshot> tasks;
  private final Map<Integer, WaitSite> sites = new HashMap<>();
  private final Map<Integer, HeldLock> waitedFor = new HashMap<>();
  private final LockTable locks;
  private final List<Stall> stalls;

  HangGraphBuilder(WaitRules rules, String host, Evidence evidence) {
    this.rules = rules;
    this.host = host;
    this.evidence = evidence;
    this.tasks = evidence.tasks();
    this.locks = new LockTable(tasks);
    this.stalls = evidence.stalls().stream().map(this::withTask).distinct().toList();
  }

  HangGraph build() {
    for (TaskSnapshot task : tasks) {
      if (waits(task)) {
        int pid = task.task().pid();
        WaitSite site = rules.classify(task.stack());
        sites.put(pid, site);
        locks
            .waitedFor(task, site, evidence.blockers().containsKey(pid))
            .ifPresent(lock -> waitedFor.put(pid, lock));
      }
    }
    HolderSearch search = new HolderSearch(stalls, tasks, sites, waitedFor, locks);
    List<Wait> waits = new ArrayList<>();
    for (TaskSnapshot task : tasks) {
      if (sites.containsKey(task.task().pid())) {
        waits.add(wait(task, search));
      }
    }
    waits.addAll(othersInLine(waits));
    WaitPaths paths = new WaitPaths(waits);
    List<Cycle> cycles = paths.cycles();
    return new HangGraph(
        host,
        time(evidence.firstMicros()),
        time(evidence.lastMicros()),
        tasks,
        waits,
        new RootFinder(tasks, waits, stalls, paths, cycles).roots(),
        cycles,
        stalls,
        evidence.reportsSuppressed(),
        evidence.leftOut());
  }

  /** A stall report names a CPU; the backtrace that follows names the task on it. */
  private Stall withTask(Stall stall) {
    if (stall.task().isPresent() || stall.cpu().isEmpty()) {
      return stall;
    }
    Optional<TaskRef> on =
        tasks.stream()
            .filter(task -> task.cpu().equals(stall.cpu()))
            .map(TaskSnapshot::task)
            .findFirst();
    return new Stall(stall.kind(), stall.cpu(), on, stall.line());
  }

  private static Optional<Duration> time(long micros) {
    return micros < 0 ? Optional.empty() : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
  }

  /** Sleepers that a signal wakes wait for a lock, or for nothing in particular. */
  private boolean waits(TaskSnapshot task) {
    if (task.hung() || evidence.blockers().containsKey(task.task().pid())) {
      return task.state() != RunState.RUNNABLE || rules.spins(task.stack());
    }
    return switch (task.state()) {
      case UNINTERRUPTIBLE -> true;
      case RUNNABLE -> rules.spins(task.stack());
      case SLEEPING, UNKNOWN -> rules.classify(task.stack()).kind() == WaitClass.LOCK;
      default -> false;
    };
  }

  private Wait wait(TaskSnapshot task, HolderSearch search) {
    int pid = task.task().pid();
    WaitSite site = sites.getOrDefault(pid, WaitSite.UNKNOWN);
    Optional<HungLine.Blocker> blocker = Optional.ofNullable(evidence.blockers().get(pid));
    Optional<HeldLock> lock = Optional.ofNullable(waitedFor.get(pid));
    List<Holder> holders =
        blocker
            .filter(b -> b.owner().isPresent())
            .map(HolderSearch::named)
            .orElseGet(() ->
                lock.map(held -> search.listed(held))
                    .filter(listed -> !listed.isEmpty())
                    .orElseGet(() -> search.inferred(task, site)));
    boolean notFound = blocker.isPresent() && blocker.get().owner().isEmpty();
    return new Wait(task.task(), resource(task, site, blocker, lock), holders, notFound);
  }

  private Resource resource(
      TaskSnapshot task,
      WaitSite site,
      Optional<HungLine.Blocker> blocker,
      Optional<HeldLock> lock) {
    Optional<HeldLock> taken =
        site.kind() == WaitClass.LOCK && !task.guessed()
            ? locks.takenIn(site.site())
            : Optional.empty();
    boolean isLock = blocker.isPresent() || lock.isPresent();
    WaitClass kind = isLock ? WaitClass.LOCK : site.kind();
    if (kind == WaitClass.UNKNOWN && task.ioWait()) {
      kind = WaitClass.IO;
    }
    String what = what(task, site, blocker, isLock);
    return new Resource(
        kind,
        what,
        lock.or(() -> taken).map(HeldLock::lockClass).orElse(site.lockName()),
        lock.map(HeldLock::instance).orElse(""),
        site.site().isEmpty() || task.guessed()
            ? lock.map(HeldLock::at).orElse(site.site())
            : site.site());
  }

  private static String what(
      TaskSnapshot task, WaitSite site, Optional<HungLine.Blocker> blocker, boolean isLock) {
    if (blocker.isPresent() && !site.what().startsWith(blocker.get().lock())) {
      String role = blocker.get().role();
      String mode = role.isEmpty() ? "" : role.equals("writer") ? " (write)" : " (read)";
      return blocker.get().lock() + mode;
    }
    if (site.kind() == WaitClass.UNKNOWN) {
      return isLock ? "lock" : task.ioWait() ? "I/O" : site.what();
    }
    return site.what();
  }

  /**
   * Tasks without a stack whose last listed lock is a mutex another task holds for sure wait for it
   * too: only one can hold it.
   */
  private List<Wait> othersInLine(List<Wait> waits) {
    List<Wait> found = new ArrayList<>();
    Set<Integer> known = new HashSet<>();
    waits.forEach(wait -> known.add(wait.waiter().pid()));
    for (Wait wait : waits) {
      HeldLock lock = waitedFor.get(wait.waiter().pid());
      boolean exclusive = wait.resource().what().contains("mutex") && wait.holders().size() == 1;
      if (lock == null || !exclusive || wait.holders().getFirst().certainty() != Certainty.LISTED) {
        continue;
      }
      int holder = wait.holders().getFirst().task().pid();
      for (LockTable.Listing listing : locks.listings(lock)) {
        TaskRef task = listing.task().task();
        if (listing.last() && task.pid() != holder && known.add(task.pid())) {
          Resource same = wait.resource().in(listing.lock().at());
          found.add(new Wait(task, same, wait.holders(), false));
        }
      }
    }
    return found;
  }
}
