package dev.kedge.linux.perf;

import dev.kedge.linux.Errno;
import dev.kedge.model.Limitation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * The waits of chosen threads: on each CPU one event where such a thread gives up its CPU to wait
 * ({@code sched:sched_switch}), and one where anyone wakes it ({@code sched:sched_waking}, which
 * runs in the one who wakes). Both are filtered in the kernel and end themselves after a number of
 * samples, so that threads that switch all the time cost a bounded amount; once a second they are
 * allowed more. One thread at a time.
 */
final class WakeupEvents implements AutoCloseable {
  private static final long REFRESH_NANOS = 1_000_000_000L;

  /**
   * A thread that waits, not one that was preempted, whose state is 0 or a bit above these
   * (TASK_REPORT, include/linux/sched.h).
   */
  private static final String WAITS = " && (prev_state & 255)";

  private static final Path[] TRACEFS = {
    Path.of("kernel/tracing"), Path.of("kernel/debug/tracing")
  };

  private final EventCalls calls;
  private final EventAttributes attributes;
  private final RecordParser parser;
  private final LongSupplier clock;
  private final Path sysRoot;
  private final WakeupBudget budget;
  private List<Event> open = new ArrayList<>();
  private List<Event> closed = new ArrayList<>();
  private long nextRefresh;
  private Optional<Limitation> limitation = Optional.empty();

  private record Event(int fd, long id) {}

  /**
   * Nothing is watched yet.
   *
   * @param attributes of the clock events whose rings these share
   * @param sysRoot sysfs, below which tracefs is mounted
   */
  WakeupEvents(
      EventCalls calls,
      EventAttributes attributes,
      RecordParser parser,
      LongSupplier clock,
      Path sysRoot) {
    this.calls = calls;
    this.attributes = attributes;
    this.parser = parser;
    this.budget = parser.allowed();
    this.clock = clock;
    this.sysRoot = sysRoot;
  }

  /**
   * Watches these threads from now on; the events of those before are closed after the new ones are
   * open, so that of threads in both no wait is missed.
   *
   * @param perSecond samples of each of the two events that a CPU may give in a second
   */
  void watch(WatchedThreads threads, int perSecond, List<CpuRing> rings) {
    closed.forEach(event -> budget.close(event.id));
    closed = open;
    open = new ArrayList<>();
    limitation = Optional.empty();
    Optional<Tracepoint> leaves = find("sched_switch");
    Optional<Tracepoint> wakes = find("sched_waking");
    OptionalInt wakee = wakes.map(point -> point.offset("pid")).orElse(OptionalInt.empty());
    if (leaves.isEmpty() || wakes.isEmpty() || wakee.isEmpty()) {
      refused(
          "tracefs does not show sched:sched_waking",
          "tracefs mounted: mount -t tracefs"
              + " tracefs /sys/kernel/tracing, CONFIG_FTRACE, and the right to read it (root)");
    } else {
      parser.wakeeAt(wakee.getAsInt());
      String left = threads.filter("prev_pid");
      for (CpuRing ring : rings) {
        add(ring, EventKind.SCHED_SWITCH, leaves.get(), "(" + left + ")" + WAITS, perSecond);
        add(ring, EventKind.SCHED_WAKING, wakes.get(), threads.filter("pid"), perSecond);
      }
      nextRefresh = clock.getAsLong() + REFRESH_NANOS;
    }
    closed.forEach(event -> calls.close(event.fd));
  }

  /** Watches nothing from now on. */
  void stop() {
    open.forEach(event -> calls.close(event.fd));
    closed.addAll(open);
    open = new ArrayList<>();
  }

  private Optional<Tracepoint> find(String name) {
    for (Path mount : TRACEFS) {
      Optional<Tracepoint> found = Tracepoint.read(sysRoot.resolve(mount), "sched", name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private void add(CpuRing ring, EventKind kind, Tracepoint point, String filter, int perSecond) {
    int fd = ring.attach(attributes.of(kind, point.id()));
    if (fd < 0) {
      if (fd != -Errno.ENODEV) {
        refused(
            "perf_event_open of a tracepoint: " + Errno.name(-fd),
            "CAP_PERFMON and, on Linux before 5.8, CAP_SYS_ADMIN");
      }
      return;
    }
    int failed = calls.setFilter(fd, filter);
    long id = failed < 0 ? 0 : calls.id(fd);
    if (id > 0) {
      parser.event(id, kind);
      budget.open(id, perSecond);
      failed = calls.refresh(fd, perSecond);
    }
    if (id <= 0 || failed < 0) {
      calls.close(fd);
      refused("filter of a tracepoint: " + Errno.name(-failed), "CONFIG_FTRACE");
      return;
    }
    open.add(new Event(fd, id));
  }

  /** Too little may be sampled for it. */
  void refused(SamplingScope scope) {
    refused("may sample " + scope + " only", "CAP_PERFMON (CAP_SYS_ADMIN before Linux 5.8)");
  }

  private void refused(String cause, String remedy) {
    limitation = Optional.of(new Limitation("who ends waits (wakeups)", cause, remedy));
  }

  /** Allows all events more samples, when it is time. */
  void refresh(long nowNanos) {
    if (open.isEmpty() || nowNanos - nextRefresh < 0) {
      return;
    }
    nextRefresh = nowNanos + REFRESH_NANOS;
    for (Event event : open) {
      int taken = budget.takeTaken(event.id);
      if (taken > 0) {
        calls.refresh(event.fd, taken);
        budget.refreshed(event.id, taken, clock.getAsLong());
      }
    }
    budget.allRefreshed(clock.getAsLong());
  }

  /** How often not all waits were recorded, for there were too many. */
  long gaps() {
    return budget.gaps();
  }

  /** Why waits cannot be watched. */
  Optional<Limitation> limitation() {
    return limitation;
  }

  @Override
  public void close() {
    stop();
  }
}
