package dev.kedge.agent;

import dev.kedge.linux.KernelFile;
import java.nio.file.Path;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What threads are called. A name is read when its thread is first sampled, because many do not
 * live to the end of the window, and again once a minute: threads are named late and ids are used
 * again. Thread-safe.
 */
final class ThreadNames {
  private static final long FRESH_NANOS = 60_000_000_000L;
  private static final int MAX_THREADS = 32_768;

  /** TASK_COMM_LEN and more: kernel threads may show longer names. */
  private static final int MAX_NAME = 64;

  private record Known(String name, long readAt) {}

  private final Path proc;
  private final Int2ObjectHashMap<Known> known = new Int2ObjectHashMap<>();

  ThreadNames(Path proc) {
    this.proc = proc;
  }

  /** A thread was sampled just now: makes sure its name is known. The leader has its process's. */
  synchronized void sampled(int pid, int tid) {
    if (pid == tid || pid <= 0) {
      return;
    }
    long now = System.nanoTime();
    Known before = known.get(tid);
    if (before != null && now - before.readAt < FRESH_NANOS) {
      return;
    }
    if (known.size() >= MAX_THREADS) {
      known.values().removeIf(entry -> now - entry.readAt > FRESH_NANOS);
      if (known.size() >= MAX_THREADS) {
        known.clear();
      }
    }
    known.put(tid, new Known(read(pid, tid), now));
  }

  private String read(int pid, int tid) {
    String text = KernelFile.text(proc.resolve(pid + "/task/" + tid + "/comm")).orElse("");
    String name = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  /** Its name as last read; that of its process where nothing else is known. */
  synchronized String of(int tid, String command) {
    Known entry = known.get(tid);
    return entry == null || entry.name.isEmpty() ? command : entry.name;
  }
}
