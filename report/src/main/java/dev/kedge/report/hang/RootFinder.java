package dev.kedge.report.hang;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds where waiting ends and says why it does not go on there. */
final class RootFinder {
  private final Map<Integer, TaskSnapshot> tasks = new HashMap<>();
  private final Map<Integer, Wait> waits = new LinkedHashMap<>();
  private final List<Stall> stalls;
  private final WaitPaths paths;
  private final List<Cycle> cycles;

  RootFinder(
      List<TaskSnapshot> tasks,
      List<Wait> waits,
      List<Stall> stalls,
      WaitPaths paths,
      List<Cycle> cycles) {
    tasks.forEach(task -> this.tasks.put(task.task().pid(), task));
    waits.forEach(wait -> this.waits.put(wait.waiter().pid(), wait));
    this.stalls = stalls;
    this.paths = paths;
    this.cycles = cycles;
  }

  /** The roots, those with most waiters first; of equals those that are certain. */
  List<Root> roots() {
    Map<Integer, Root> roots = new LinkedHashMap<>();
    for (Cycle cycle : cycles) {
      TaskRef first = cycle.waits().getFirst().waiter();
      String reason = "in a cycle of %d tasks".formatted(cycle.waits().size());
      roots.put(first.pid(), root(first, Root.Kind.CYCLE, reason, cycle.certain()));
    }
    Map<Resource, List<Wait>> withoutHolder = new LinkedHashMap<>();
    for (Wait wait : waits.values()) {
      if (wait.holders().isEmpty() && wait.resource().kind() == WaitClass.LOCK) {
        withoutHolder.computeIfAbsent(wait.resource(), r -> new ArrayList<>()).add(wait);
      } else if (wait.holders().isEmpty()) {
        roots.putIfAbsent(wait.waiter().pid(), waiting(wait));
      }
      for (Holder holder : wait.holders()) {
        int pid = holder.task().pid();
        if (!waits.containsKey(pid) && !roots.containsKey(pid)) {
          roots.put(pid, holding(holder.task()));
        }
      }
    }
    for (Stall stall : stalls) {
      stall
          .task()
          .filter(task -> !waits.containsKey(task.pid()) && !roots.containsKey(task.pid()))
          .ifPresent(task -> roots.put(task.pid(), holding(task)));
    }
    List<Root> sorted = new ArrayList<>(roots.values());
    withoutHolder.forEach((resource, those) -> sorted.add(unnamed(resource, those)));
    sorted.sort(
        Comparator.comparingInt(Root::waiters).reversed().thenComparing(root -> !root.certain()));
    return sorted;
  }

  private Root root(TaskRef task, Root.Kind kind, String reason, boolean certain) {
    return new Root(Optional.of(task), kind, reason, paths.waiters(task.pid()), certain);
  }

  /** Whoever holds a lock that tasks wait for and no line tells whose it is. */
  private Root unnamed(Resource resource, List<Wait> those) {
    boolean looked = those.stream().anyMatch(Wait::ownerNotFound);
    int waiters = those.stream().mapToInt(wait -> 1 + paths.waiters(wait.waiter().pid())).sum();
    String reason =
        looked
            ? "the kernel found no owner of " + resource.text()
            : "the log does not tell who holds " + resource.text();
    Root.Kind kind = looked ? Root.Kind.GONE : Root.Kind.UNKNOWN;
    return new Root(Optional.empty(), kind, reason, waiters, true);
  }

  private Root waiting(Wait wait) {
    Root.Kind kind =
        switch (wait.resource().kind()) {
          case IO -> Root.Kind.IO;
          case LOCK, UNKNOWN -> Root.Kind.UNKNOWN;
          default -> Root.Kind.EVENT;
        };
    return root(wait.waiter(), kind, "waits for " + wait.resource().text(), true);
  }

  private Root holding(TaskRef ref) {
    TaskSnapshot task =
        Optional.ofNullable(tasks.get(ref.pid()))
            .orElseGet(() -> new TaskEvidence(ref, 0).snapshot());
    String frame = TaskPlace.frame(task);
    String in = frame.isEmpty() ? "" : " in " + frame;
    boolean certain =
        paths.namedFor(ref.pid())
            || stalls.stream().anyMatch(s -> s.task().filter(ref::equals).isPresent());
    return switch (task.state()) {
      case RUNNABLE -> root(ref, runnableKind(task), runnable(task, in), certain);
      case SLEEPING, STOPPED, PARKED, IDLE ->
          root(
              ref,
              Root.Kind.SLEEPING,
              "sleeps" + in + " (state " + task.state().letter() + ") while others wait for it",
              certain);
      case EXITED -> root(ref, Root.Kind.GONE, "has exited", certain);
      case UNINTERRUPTIBLE -> root(ref, Root.Kind.UNKNOWN, "sleeps uninterruptibly" + in, certain);
      case UNKNOWN -> withoutDump(task, certain);
    };
  }

  private static Root.Kind runnableKind(TaskSnapshot task) {
    return task.cpu().isPresent() ? Root.Kind.RUNNING : Root.Kind.RUNNABLE;
  }

  private String runnable(TaskSnapshot task, String in) {
    if (task.cpu().isPresent()) {
      String detector =
          stalls.stream()
              .filter(s -> names(s, task))
              .findFirst()
              .map(s -> " (" + s.kind().label() + ")")
              .orElse("");
      return "runs on CPU " + task.cpu().getAsInt() + in + detector;
    }
    if (TaskPlace.leavesKernel(task)) {
      return "can run and is switched out on its way to user space"
          + in
          + ": a task throttled there (6.18 and later) holds no lock of the kernel";
    }
    String where =
        TaskPlace.preemptedInKernel(task) ? " and is switched out inside the kernel" : "";
    return "can run" + where + in + ": throttled by its cgroup's CPU quota, or starved";
  }

  private static boolean names(Stall stall, TaskSnapshot task) {
    return stall.task().filter(t -> t.pid() == task.task().pid()).isPresent()
        || (stall.cpu().isPresent() && stall.cpu().equals(task.cpu()));
  }

  /** Lockdep lists the locks of tasks that do not run, and only counts those of tasks that do. */
  private Root withoutDump(TaskSnapshot task, boolean certain) {
    if (task.hidesLocks()) {
      String reason = "runs or can run: lockdep only counts its locks";
      return root(task.task(), Root.Kind.RUNNING, reason, certain);
    }
    boolean listed = task.locks().stream().anyMatch(lock -> !lock.instance().isEmpty());
    if (listed && !task.hung()) {
      String at = task.locks().getLast().at();
      String reason = "sleeps, not reported as hung; it took its last lock in " + at;
      return root(task.task(), Root.Kind.SLEEPING, reason, certain);
    }
    String last =
        task.locks().isEmpty() ? "" : "; its last lock is " + task.locks().getLast().lockClass();
    String reason = "the log does not tell where it stands" + last;
    return root(task.task(), Root.Kind.UNKNOWN, reason, certain);
  }
}
