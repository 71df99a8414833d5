package dev.kedge.profile.workload;

import java.util.Optional;

/**
 * What a cgroup path says about who runs in it.
 *
 * @param runtime what made the container, for example {@code docker}
 * @param namespace of the Kubernetes pod, which only paths made from other tools' profiles tell
 * @param podName name of the Kubernetes pod, likewise
 * @param pod uid of the Kubernetes pod
 * @param container id or name of the innermost container
 * @param unit innermost systemd unit, a slice included
 */
public record Workload(
    Optional<String> runtime,
    Optional<String> namespace,
    Optional<String> podName,
    Optional<String> pod,
    Optional<String> container,
    Optional<String> unit) {
  /** A path that says nothing. */
  public static final Workload NONE =
      new Workload(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
