package dev.kedge.agent;

import dev.kedge.linux.cgroup.CgroupPaths;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Which cgroup a process is in. It is read when the process is first sampled, because a short-lived
 * one is gone when its window ends, and read again once a minute. Thread-safe.
 */
final class ProcessCgroups {
  private static final String UNKNOWN = "/";
  private static final long FRESH_NANOS = 60_000_000_000L;
  private static final int MAX_PROCESSES = 32_768;

  private record Known(String path, long readAt) {}

  private static final int MAX_ANCESTORS = 8;

  private final CgroupPaths files;
  private final IntUnaryOperator parents;
  private final Int2ObjectHashMap<Known> known = new Int2ObjectHashMap<>();

  /**
   * Nothing is known yet.
   *
   * @param parents the process that made one, or 0; asked on the thread that samples
   */
  ProcessCgroups(CgroupPaths files, IntUnaryOperator parents) {
    this.files = files;
    this.parents = parents;
  }

  /** The process was sampled just now: makes sure its cgroup is known. */
  synchronized void sampled(int pid) {
    long now = System.nanoTime();
    Known before = known.get(pid);
    if (before != null && now - before.readAt < FRESH_NANOS) {
      return;
    }
    Optional<String> path =
        files
            .of(pid)
            .or(() -> Optional.ofNullable(before).map(Known::path))
            .or(() -> ofAncestor(pid));
    if (known.size() >= MAX_PROCESSES) {
      known.values().removeIf(entry -> now - entry.readAt > FRESH_NANOS);
      if (known.size() >= MAX_PROCESSES) {
        known.clear();
      }
    }
    known.put(pid, new Known(path.orElse(UNKNOWN), now));
  }

  /** A process that was gone before it could be asked was most likely where those were it is of. */
  private Optional<String> ofAncestor(int pid) {
    int ancestor = parents.applyAsInt(pid);
    for (int i = 0; i < MAX_ANCESTORS && ancestor > 0; i++) {
      Known entry = known.get(ancestor);
      Optional<String> path = entry == null ? files.of(ancestor) : Optional.of(entry.path);
      if (path.isPresent()) {
        return path;
      }
      ancestor = parents.applyAsInt(ancestor);
    }
    return Optional.empty();
  }

  /** Its cgroup path as last read; the root where nothing is known. */
  synchronized String of(int pid) {
    Known entry = known.get(pid);
    return entry == null ? UNKNOWN : entry.path();
  }
}
