package dev.kedge.agent;

import dev.kedge.linux.cgroup.CgroupThrottling;
import dev.kedge.linux.cgroup.LimitedCgroups;
import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.MemoryInfo;
import dev.kedge.linux.proc.Pressure;
import dev.kedge.linux.proc.SystemStat;
import dev.kedge.linux.proc.TaskScan;
import dev.kedge.linux.proc.TaskScanner;
import dev.kedge.linux.proc.TaskStat;
import dev.kedge.model.Reading;
import dev.kedge.model.Vital;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the kernel's counters into vital signs: differences over the time since the last reading.
 *
 * <p>The first reading of a counter gives no value, and neither does one that went backwards (a
 * cgroup made anew, a counter reset). Time is monotonic; the wall clock only labels. One thread at
 * a time.
 */
final class VitalReader {
  /**
   * A walk over all tasks is followed by at least this many times its own length without one, so
   * that hosts of tens of thousands of threads do not pay for them all the time; up to {@link
   * #LONGEST_SCAN_PAUSE_NANOS}.
   */
  private static final long SCAN_PAUSE_FACTOR = 4_000;

  private static final long LONGEST_SCAN_PAUSE_NANOS = 30_000_000_000L;

  private final HostCounters counters;
  private final LimitedCgroups cgroups;
  private final TaskScanner tasks;
  private final long taskScanNanos;
  private final Map<String, Long> before = new HashMap<>();
  private Map<String, Long> throttledBefore = new HashMap<>();
  private long lastNanos;
  private long lastScanNanos;
  private long scanPauseNanos;
  private boolean first = true;

  VitalReader(
      HostCounters counters, LimitedCgroups cgroups, TaskScanner tasks, long taskScanNanos) {
    this.counters = counters;
    this.cgroups = cgroups;
    this.tasks = tasks;
    this.taskScanNanos = taskScanNanos;
  }

  /**
   * Reads everything once.
   *
   * @param at wall-clock time to label the readings with
   * @param nowNanos monotonic time
   */
  List<Reading> read(Instant at, long nowNanos) {
    Batch batch = new Batch(at, (nowNanos - lastNanos) / 1e9);
    pressure(batch, "cpu", Vital.PSI_CPU_SOME, Vital.PSI_CPU_FULL);
    pressure(batch, "memory", Vital.PSI_MEMORY_SOME, Vital.PSI_MEMORY_FULL);
    pressure(batch, "io", Vital.PSI_IO_SOME, Vital.PSI_IO_FULL);
    counters.stat().ifPresent(stat -> stat(batch, stat));
    counters.memory().ifPresent(memory -> memory(batch, memory));
    throttling(batch, nowNanos);
    if (first || nowNanos - lastScanNanos >= Math.max(taskScanNanos, scanPauseNanos)) {
      scanTasks(batch, nowNanos);
    }
    lastNanos = nowNanos;
    first = false;
    return batch.readings;
  }

  private final class Batch {
    private final Instant at;
    private final double seconds;
    private final List<Reading> readings = new ArrayList<>();

    Batch(Instant at, double seconds) {
      this.at = at;
      this.seconds = seconds;
    }

    void value(Vital vital, String scope, double value) {
      readings.add(new Reading(at, vital, scope, value));
    }

    /**
     * The growth of a total per second, divided by the units of the total in a unit of the vital.
     */
    void rate(Vital vital, long total, double perUnit) {
      Long last = before.put(vital.wireName(), total);
      if (last != null && total >= last && seconds > 0) {
        value(vital, "", (total - last) / perUnit / seconds);
      }
    }
  }

  private void pressure(Batch batch, String resource, Vital some, Vital full) {
    Optional<Pressure> pressure = counters.pressure(resource);
    pressure.ifPresent(stall -> {
      batch.rate(some, stall.someMicros(), 1e6);
      stall.fullMicros().ifPresent(total -> batch.rate(full, total, 1e6));
    });
  }

  private static void stat(Batch batch, SystemStat stat) {
    double ticks = TaskStat.TICKS_PER_SECOND;
    batch.rate(Vital.CPU_USER, stat.userTicks() + stat.niceTicks() + stat.guestTicks(), ticks);
    batch.rate(Vital.CPU_SYSTEM, stat.systemTicks() + stat.irqTicks() + stat.softIrqTicks(), ticks);
    batch.rate(Vital.CPU_STEAL, stat.stealTicks(), ticks);
    batch.rate(Vital.INTERRUPTS, stat.interrupts(), 1);
    batch.rate(Vital.CONTEXT_SWITCHES, stat.contextSwitches(), 1);
    batch.rate(Vital.FORKS, stat.forks(), 1);
  }

  private static void memory(Batch batch, MemoryInfo memory) {
    batch.value(Vital.MEMORY_AVAILABLE, "", (double) memory.available());
    batch.value(Vital.MEMORY_ANONYMOUS, "", (double) memory.anonymous());
    batch.value(Vital.MEMORY_FILE, "", (double) memory.file());
    batch.value(Vital.MEMORY_PAGE_TABLES, "", (double) memory.pageTables());
    batch.value(Vital.MEMORY_SLAB, "", (double) memory.slab());
  }

  private void throttling(Batch batch, long nowNanos) {
    Map<String, Long> totals = new HashMap<>();
    for (CgroupThrottling group : cgroups.read(nowNanos)) {
      totals.put(group.path(), group.throttledNanos());
      Long last = throttledBefore.get(group.path());
      if (last != null && group.throttledNanos() >= last && batch.seconds > 0) {
        batch.value(
            Vital.THROTTLED, group.path(), (group.throttledNanos() - last) / 1e9 / batch.seconds);
      }
    }
    throttledBefore = totals;
  }

  private void scanTasks(Batch batch, long nowNanos) {
    long start = System.nanoTime();
    Optional<TaskScan> found = tasks.scan();
    long took = System.nanoTime() - start;
    scanPauseNanos = Math.min(SCAN_PAUSE_FACTOR * took, LONGEST_SCAN_PAUSE_NANOS);
    if (found.isEmpty()) {
      return;
    }
    TaskScan scan = found.get();
    batch.value(Vital.TASKS_BLOCKED, "", scan.uninterruptible());
    batch.value(Vital.TASKS_RUNNABLE, "", scan.running());
    if (!first) {
      batch.value(
          Vital.RUN_QUEUE_WAIT, "", (double) scan.runDelayNanos() / (nowNanos - lastScanNanos));
    }
    lastScanNanos = nowNanos;
  }
}
