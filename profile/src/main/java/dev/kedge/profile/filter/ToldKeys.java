package dev.kedge.profile.filter;

import dev.kedge.profile.Namespaces;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.workload.Workload;
import dev.kedge.profile.workload.WorkloadPatterns;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which keys the samples of a file have values for: a filter by another would silently hold for
 * none of them. Not thread-safe.
 */
public final class ToldKeys {
  private final WorkloadPatterns workloads;
  private final Set<FilterKey> keys = EnumSet.noneOf(FilterKey.class);
  private final Set<String> cgroups = new HashSet<>();

  /** No key yet; pods and containers are recognised by these patterns. */
  public ToldKeys(WorkloadPatterns workloads) {
    this.workloads = workloads;
  }

  /** Takes note of what a sample tells of its thread. */
  public void add(SampledTask task) {
    add(FilterKey.COMMAND, !task.command().isEmpty());
    add(FilterKey.PID, task.pid() >= 0);
    add(FilterKey.THREAD, !task.thread().isEmpty());
    add(FilterKey.TID, task.tid() > 0);
    add(FilterKey.NS, !task.namespaces().equals(Namespaces.HOST));
    if (!task.cgroup().equals("/") && cgroups.add(task.cgroup())) {
      Workload workload = workloads.of(task.cgroup());
      add(FilterKey.CGROUP, true);
      add(FilterKey.NAMESPACE, workload.namespace().isPresent());
      add(FilterKey.POD, workload.pod().or(workload::podName).isPresent());
      add(FilterKey.CONTAINER, workload.container().isPresent());
    }
  }

  /** Takes note of the host that samples name, if they name one. */
  public void addHost(Optional<String> host) {
    add(FilterKey.HOST, host.isPresent());
  }

  /** Takes note of a CPU; the first one is also that of samples which tell none. */
  public void addCpu(int cpu) {
    add(FilterKey.CPU, cpu > 0);
  }

  private void add(FilterKey key, boolean told) {
    if (told) {
      keys.add(key);
    }
  }

  /**
   * Refuses a filter by a key that no sample has a value for.
   *
   * @throws FilterException naming that key and those that are told
   */
  public void require(ProfileFilter filter) {
    filter.terms().stream()
        .map(FilterTerm::key)
        .filter(key -> !keys.contains(key))
        .findFirst()
        .ifPresent(key -> {
          throw new FilterException(
              keys.isEmpty()
                  ? "no sample can be filtered: none tells its %s".formatted(key.word())
                  : "no sample tells its %s: filter by %s".formatted(key.word(), this));
        });
  }

  /** The keys as they are written, in the order of {@link FilterKey}. */
  @Override
  public String toString() {
    return keys.stream().map(FilterKey::word).collect(Collectors.joining(", "));
  }
}
