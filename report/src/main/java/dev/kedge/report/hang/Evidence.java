package dev.kedge.report.hang;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a stretch of one kernel's log tells about one hang. Bounded; what did not fit is counted.
 * Not thread-safe.
 */
final class Evidence {
  /** Tasks of one hang that are looked at; more are counted only. */
  static final int MAX_TASKS = 20_000;

  private static final long NO_TIME = -1;

  private final Map<Integer, TaskEvidence> tasks = new LinkedHashMap<>();
  private final Map<Integer, HungLine.Blocker> blockers = new LinkedHashMap<>();
  private final List<Stall> stalls = new ArrayList<>();
  private final Set<Integer> leftOut = new HashSet<>();
  private boolean reportsSuppressed;
  private long firstMicros = NO_TIME;
  private long lastMicros = NO_TIME;

  /** Notes when something about the hang was printed. */
  void seen(long micros) {
    if (micros >= 0) {
      firstMicros = firstMicros < 0 ? micros : Math.min(firstMicros, micros);
      lastMicros = Math.max(lastMicros, micros);
    }
  }

  /** Whether a hang that began at a time can be this one: it began before this one was over. */
  boolean reaches(long began, long slack) {
    return lastMicros < 0 || began <= lastMicros + slack;
  }

  boolean isEmpty() {
    return tasks.isEmpty() && stalls.isEmpty();
  }

  /** What is known of a task; empty when there are too many. */
  Optional<TaskEvidence> task(TaskRef ref, int line) {
    TaskEvidence known = tasks.get(ref.pid());
    if (known == null) {
      if (tasks.size() >= MAX_TASKS) {
        if (leftOut.size() < MAX_TASKS) {
          leftOut.add(ref.pid());
        }
        return Optional.empty();
      }
      known = new TaskEvidence(ref, line);
      tasks.put(ref.pid(), known);
    }
    known.named(ref);
    return Optional.of(known);
  }

  Optional<TaskEvidence> known(int pid) {
    return Optional.ofNullable(tasks.get(pid));
  }

  void blocker(HungLine.Blocker blocker) {
    blockers.put(blocker.task().pid(), blocker);
  }

  void stall(Stall stall) {
    boolean again =
        stalls.stream()
            .anyMatch(s ->
                s.kind() == stall.kind()
                    && s.cpu().equals(stall.cpu())
                    && (s.task().equals(stall.task()) || stall.task().isEmpty()));
    if (!again && stalls.size() < 256) {
      stalls.add(stall);
    }
  }

  void suppressed() {
    reportsSuppressed = true;
  }

  List<TaskSnapshot> tasks() {
    return tasks.values().stream().map(TaskEvidence::snapshot).toList();
  }

  Map<Integer, HungLine.Blocker> blockers() {
    return blockers;
  }

  List<Stall> stalls() {
    return stalls;
  }

  boolean reportsSuppressed() {
    return reportsSuppressed;
  }

  int leftOut() {
    return leftOut.size();
  }

  long firstMicros() {
    return firstMicros;
  }

  long lastMicros() {
    return lastMicros;
  }
}
