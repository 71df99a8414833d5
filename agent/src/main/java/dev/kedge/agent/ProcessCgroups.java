package dev.kedge.agent;

import dev.kedge.linux.cgroup.CgroupPaths;
import java.util.Optional;
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

  private final CgroupPaths files;
  private final Int2ObjectHashMap<Known> known = new Int2ObjectHashMap<>();

  ProcessCgroups(CgroupPaths files) {
    this.files = files;
  }

  /** The process was sampled just now: makes sure its cgroup is known. */
  synchronized void sampled(int pid) {
    long now = System.nanoTime();
    Known before = known.get(pid);
    if (before != null && now - before.readAt < FRESH_NANOS) {
      return;
    }
    Optional<String> path = files.of(pid);
    if (known.size() >= MAX_PROCESSES) {
      known.values().removeIf(entry -> now - entry.readAt > FRESH_NANOS);
      if (known.size() >= MAX_PROCESSES) {
        known.clear();
      }
    }
    known.put(
        pid,
        new Known(
            path.or(() -> Optional.ofNullable(before).map(Known::path)).orElse(UNKNOWN), now));
  }

  /** Its cgroup path as last read; the root where nothing is known. */
  synchronized String of(int pid) {
    Known entry = known.get(pid);
    return entry == null ? UNKNOWN : entry.path();
  }
}
