package dev.kedge.profile.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a term of a filter looks at. */
public enum FilterKey {
  /** Name of the host. */
  HOST,
  /** Release of the kernel the host ran when the sample was taken. */
  KERNEL,
  /** Namespace of Kubernetes, where the cgroup's path tells it. */
  NAMESPACE,
  /** Pod of Kubernetes, by uid or, where the cgroup's path tells it, by name. */
  POD,
  /** Container, by name, id or the first twelve or more digits of its id. */
  CONTAINER,
  /** Cgroup with all below it. */
  CGROUP,
  /** A namespace of the kernel that the process is in, as {@code pid:4026532450}. */
  NS,
  /** Name of the process (comm of the leader of its threads). */
  COMMAND,
  /** Process id. */
  PID,
  /** Name of the thread. */
  THREAD,
  /** Thread id. */
  TID,
  /** Number of the CPU. */
  CPU;

  /** As it is written in a filter. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its values are numbers, given as one or as a range, not patterns. */
  public boolean isNumber() {
    return this == PID || this == TID || this == CPU;
  }

  /** Whether it tells hosts apart, and not the samples of one. */
  public boolean isOfHosts() {
    return this == HOST || this == KERNEL;
  }

  /** The key written so. */
  public static Optional<FilterKey> of(String word) {
    return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
  }

  /** Every key, as written. */
  public static List<String> words() {
    return Arrays.stream(values()).map(FilterKey::word).toList();
  }
}
