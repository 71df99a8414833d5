package dev.kedge.profile.filter;

import dev.kedge.profile.SampledTask;
import dev.kedge.profile.workload.Workload;
import dev.kedge.profile.workload.WorkloadPatterns;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Decides on threads; remembers what it found out of a cgroup. Not thread-safe. */
final class TaskTest implements Predicate<SampledTask> {
  private static final int REMEMBERED = 50_000;

  private final ProfileFilter filter;
  private final WorkloadPatterns workloads;
  private final boolean asksCgroups;
  private final Map<String, Boolean> cgroups = new HashMap<>();

  TaskTest(ProfileFilter filter, WorkloadPatterns workloads) {
    this.filter = filter;
    this.workloads = workloads;
    this.asksCgroups =
        filter.keys().stream()
            .anyMatch(key ->
                switch (key) {
                  case CGROUP, NAMESPACE, POD, CONTAINER -> true;
                  default -> false;
                });
  }

  @Override
  public boolean test(SampledTask task) {
    return filter.decide(FilterKey.PID, test -> test.number(task.pid()))
        && filter.decide(FilterKey.TID, test -> test.number(task.tid()))
        && filter.decide(FilterKey.COMMAND, test -> test.text(task.command()))
        && filter.decide(FilterKey.THREAD, test -> test.text(task.thread()))
        && filter.decide(FilterKey.NS, test -> test.namespaces(task.namespaces()))
        && (!asksCgroups || cgroup(task.cgroup()));
  }

  private boolean cgroup(String path) {
    Boolean known = cgroups.get(path);
    if (known != null) {
      return known;
    }
    if (cgroups.size() >= REMEMBERED) {
      cgroups.clear();
    }
    Workload workload = workloads.of(path);
    boolean found =
        filter.decide(FilterKey.CGROUP, test -> test.path(path))
            && filter.decide(FilterKey.NAMESPACE, test -> test.workload(workload))
            && filter.decide(FilterKey.POD, test -> test.workload(workload))
            && filter.decide(FilterKey.CONTAINER, test -> test.workload(workload));
    cgroups.put(path, found);
    return found;
  }
}
