package dev.kedge.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The vital signs of a host. Rates are taken over the interval that ends at the reading, so that a
 * reading needs no neighbour to be understood.
 *
 * <p>PSI: Documentation/accounting/psi.rst, "some" = at least one task stalled, "full" = all
 * non-idle tasks stalled; shares come from the {@code total} counters, not from the kernel's
 * running averages.
 */
public enum Vital {
  PSI_CPU_SOME("psi.cpu.some", Unit.SHARE),
  PSI_CPU_FULL("psi.cpu.full", Unit.SHARE),
  PSI_MEMORY_SOME("psi.memory.some", Unit.SHARE),
  PSI_MEMORY_FULL("psi.memory.full", Unit.SHARE),
  PSI_IO_SOME("psi.io.some", Unit.SHARE),
  PSI_IO_FULL("psi.io.full", Unit.SHARE),
  /** CPU time spent in user mode, nice included, in CPUs. */
  CPU_USER("cpu.user", Unit.CPUS),
  /** CPU time spent in kernel mode, interrupts included, in CPUs. */
  CPU_SYSTEM("cpu.system", Unit.CPUS),
  /** CPU time taken by the hypervisor, in CPUs. */
  CPU_STEAL("cpu.steal", Unit.CPUS),
  /** Time tasks waited on a run queue, summed over tasks: seconds per second. */
  RUN_QUEUE_WAIT("sched.run_delay", Unit.SECONDS_PER_SECOND),
  /**
   * Throttled time of one limited cgroup, summed over CPUs: seconds per second. Scope: cgroup path.
   */
  THROTTLED("cgroup.throttled", Unit.SECONDS_PER_SECOND),
  /** Tasks (threads) in uninterruptible sleep. */
  TASKS_BLOCKED("tasks.blocked", Unit.COUNT),
  /** Runnable tasks, running ones included. */
  TASKS_RUNNABLE("tasks.runnable", Unit.COUNT),
  MEMORY_AVAILABLE("memory.available", Unit.BYTES),
  MEMORY_ANONYMOUS("memory.anonymous", Unit.BYTES),
  MEMORY_FILE("memory.file", Unit.BYTES),
  MEMORY_PAGE_TABLES("memory.page_tables", Unit.BYTES),
  MEMORY_SLAB("memory.slab", Unit.BYTES),
  INTERRUPTS("interrupts", Unit.PER_SECOND),
  CONTEXT_SWITCHES("context_switches", Unit.PER_SECOND),
  FORKS("forks", Unit.PER_SECOND);

  /** Units of vital signs. */
  public enum Unit {
    /** Part of wall-clock time, 0 to 1. */
    SHARE("share"),
    CPUS("cpus"),
    SECONDS_PER_SECOND("s/s"),
    COUNT("count"),
    BYTES("bytes"),
    PER_SECOND("1/s");

    private final String symbol;

    Unit(String symbol) {
      this.symbol = symbol;
    }

    /** The unit as written in the API and on pages. */
    public String symbol() {
      return symbol;
    }
  }

  private static final Map<String, Vital> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Vital::wireName, Function.identity()));

  private final String wireName;
  private final Unit unit;

  Vital(String wireName, Unit unit) {
    this.wireName = wireName;
    this.unit = unit;
  }

  /** The stable name used on the wire, in the store and in the API. */
  public String wireName() {
    return wireName;
  }

  public Unit unit() {
    return unit;
  }

  /** The vital of that name; empty for a name of a newer or older agent. */
  public static Optional<Vital> of(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }
}
