package dev.kedge.agent;

import dev.kedge.linux.proc.NamespaceFiles;
import dev.kedge.profile.Namespaces;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Which namespaces a process is in. They are read when it is first sampled, unless the process that
 * made it is known and in the same cgroup: containers differ in both, and a host that starts
 * hundreds of processes a second would read little else. One that is gone gets those of its
 * ancestors. All are read again once a minute. Thread-safe.
 */
final class ProcessNamespaces {
  private static final long FRESH_NANOS = 60_000_000_000L;
  private static final int MAX_PROCESSES = 32_768;
  private static final int MAX_ANCESTORS = 8;

  private record Known(Namespaces namespaces, long readAt) {}

  private final NamespaceFiles files;
  private final IntFunction<String> cgroups;
  private final IntUnaryOperator parents;
  private final Map<String, Long> host = new HashMap<>();
  private final Int2ObjectHashMap<Known> known = new Int2ObjectHashMap<>();

  /**
   * Nothing is known yet.
   *
   * @param cgroups cgroup of a process that was sampled
   * @param parents the process that made one, or 0; asked on the thread that samples
   */
  ProcessNamespaces(NamespaceFiles files, IntFunction<String> cgroups, IntUnaryOperator parents) {
    this.files = files;
    for (String kind : Namespaces.KINDS) {
      // An agent may be in a container itself, and may not always ask about the first process.
      long first = files.number("1", kind);
      host.put(kind, first > 0 ? first : files.number("self", kind));
    }
    this.cgroups = cgroups;
    this.parents = parents;
  }

  /** The process was sampled just now: makes sure its namespaces are known. */
  synchronized void sampled(int pid) {
    long now = System.nanoTime();
    Known before = known.get(pid);
    if (pid <= 0 || (before != null && now - before.readAt < FRESH_NANOS)) {
      return;
    }
    if (known.size() >= MAX_PROCESSES) {
      known.clear();
    }
    int parent = parents.applyAsInt(pid);
    Known ofParent = known.get(parent);
    boolean same =
        before == null && ofParent != null && cgroups.apply(pid).equals(cgroups.apply(parent));
    known.put(pid, new Known(same ? as(pid, ofParent.namespaces) : find(pid), now));
  }

  private Namespaces find(int pid) {
    int process = pid;
    for (int i = 0; i < MAX_ANCESTORS && process > 0; i++) {
      String name = Integer.toString(process);
      if (files.number(name, "pid") > 0) {
        return Namespaces.of(
            kind -> files.number(name, kind),
            kind -> host.getOrDefault(kind, 0L),
            files.pidThere(pid));
      }
      process = parents.applyAsInt(process);
    }
    return Namespaces.HOST;
  }

  /** Those of the parent, with the id of the child in them. */
  private Namespaces as(int pid, Namespaces parent) {
    return parent.number("pid").isEmpty() ? parent : parent.withPidThere(files.pidThere(pid));
  }

  /** Its namespaces as last read; those of the host where nothing is known. */
  synchronized Namespaces of(int pid) {
    Known entry = known.get(pid);
    return entry == null ? Namespaces.HOST : entry.namespaces();
  }
}
