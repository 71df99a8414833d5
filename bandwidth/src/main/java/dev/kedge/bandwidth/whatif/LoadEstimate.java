package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.CounterReading;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads the load of one group and everything below it out of a snapshot's counters. */
final class LoadEstimate {
  private static final double ASSUMED_KERNEL_SHARE = 0.2;
  private static final long ASSUMED_ACTIVATION_NS = 2_000_000;
  private static final long SHORTEST_ACTIVATION_NS = 20_000;

  private final HostSnapshot host;
  private final GroupSnapshot group;
  private final CounterReading growth;
  private final double interval;
  private final List<String> measured = new ArrayList<>();
  private final List<String> assumed = new ArrayList<>();
  private Confidence confidence = Confidence.HIGH;

  // Summed over the subtree: groups count those below them again, which leaves the ratio as it is.
  private long user;
  private long system;
  private long run;
  private long wait;
  private long unhindered;
  private long timeslices;
  private int threads;
  private int active;
  private long busiest;
  private boolean threadsMeasured = true;

  private LoadEstimate(HostSnapshot host, GroupSnapshot group, List<GroupSnapshot> subtree) {
    this.host = host;
    this.group = group;
    this.growth = group.growth();
    this.interval = host.intervalNs();
    subtree.forEach(this::addThreads);
  }

  /**
   * The load.
   *
   * @param subtree the group itself and every group below it
   */
  static GroupLoad of(HostSnapshot host, GroupSnapshot group, List<GroupSnapshot> subtree) {
    return new LoadEstimate(host, group, subtree).load();
  }

  private void addThreads(GroupSnapshot part) {
    threads += part.threads().count();
    CounterReading reading = part.growth();
    user += reading.orZero(Counter.USER);
    system += reading.orZero(Counter.SYSTEM);
    if (part.threads().count() == 0) {
      return;
    }
    threadsMeasured &= part.threads().measured() && reading.has(Counter.RUN);
    active += Math.max(0, part.threads().active());
    busiest = Math.max(busiest, part.threads().busiestNs());
    run += reading.orZero(Counter.RUN);
    wait += reading.orZero(Counter.WAIT);
    unhindered += reading.orZero(Counter.UNHINDERED);
    timeslices += reading.orZero(Counter.TIMESLICES);
  }

  private GroupLoad load() {
    threadsMeasured &= threads > 0;
    double usage = usage();
    int runnable = runnable(usage);
    double demand = demand(usage, runnable);
    return new GroupLoad(
        usage,
        demand,
        runnable,
        heavy(usage, runnable),
        activation(),
        kernelShare(),
        throttledShare(group),
        threadsMeasured ? OptionalDouble.of(wait / interval) : OptionalDouble.empty(),
        variation(),
        measured,
        assumed,
        confidence);
  }

  private double usage() {
    OptionalLong used = growth.get(Counter.USAGE);
    if (used.isPresent()) {
      measured.add("CPU time of the group: %.3f CPUs".formatted(used.getAsLong() / interval));
      return used.getAsLong() / interval;
    }
    if (threadsMeasured) {
      measured.add("CPU time of the group's threads: %.3f CPUs".formatted(run / interval));
      return run / interval;
    }
    weaken(Confidence.LOW, "the group's CPU time could not be read; it is taken as half its limit");
    return group.limit().limited() ? group.limit().cpus() / 2 : 0;
  }

  private int runnable(double usage) {
    if (threadsMeasured) {
      measured.add("%d of %d threads ran".formatted(active, threads));
      return Math.max(1, active);
    }
    int guess = Math.max(1, (int) Math.ceil(2 * usage));
    weaken(
        Confidence.MEDIUM,
        "which of the %d threads ran was not measured; %d are assumed".formatted(threads, guess));
    return guess;
  }

  private double demand(double usage, int runnable) {
    if (threadsMeasured) {
      measured.add("runnable threads waited %.3f s per second".formatted(wait / interval));
      return Math.clamp(unhindered / interval, usage, Math.max(usage, runnable));
    }
    double throttled = growth.orZero(Counter.THROTTLED) / interval;
    if (throttled > 0) {
      weaken(Confidence.LOW, "what throttling withheld is guessed from throttled time over CPUs");
    }
    return Math.clamp(usage + throttled, usage, Math.max(usage, Math.min(runnable, host.cpus())));
  }

  private int heavy(double usage, int runnable) {
    if (!threadsMeasured || busiest <= 0) {
      return runnable;
    }
    return Math.clamp(Math.round(usage * interval / busiest), 1, runnable);
  }

  private long activation() {
    if (threadsMeasured && timeslices > 0) {
      long slice = run / timeslices;
      measured.add(
          String.format(
              Locale.ROOT, "a thread ran %.3f ms at a time (%d times)", slice / 1e6, timeslices));
      return Math.max(SHORTEST_ACTIVATION_NS, slice);
    }
    weaken(Confidence.MEDIUM, "a thread is assumed to run 2 ms between waking and sleeping");
    return ASSUMED_ACTIVATION_NS;
  }

  private double kernelShare() {
    if (user + system > 0) {
      double share = (double) system / (user + system);
      measured.add(String.format(Locale.ROOT, "%.0f %% of it in the kernel", 100 * share));
      return share;
    }
    weaken(Confidence.MEDIUM, "20 % of the CPU time is assumed to be in the kernel");
    return ASSUMED_KERNEL_SHARE;
  }

  /** Part of the periods in which a group was throttled. */
  static OptionalDouble throttledShare(GroupSnapshot group) {
    CounterReading growth = group.growth();
    long periods = growth.orZero(Counter.PERIODS);
    return periods > 0 && growth.has(Counter.THROTTLED_PERIODS)
        ? OptionalDouble.of(
            Math.min(1, (double) growth.orZero(Counter.THROTTLED_PERIODS) / periods))
        : OptionalDouble.empty();
  }

  private OptionalDouble variation() {
    OptionalDouble variation = Variation.of(group.usageSteps());
    if (variation.isPresent()) {
      measured.add(
          String.format(
              Locale.ROOT,
              "its usage per %d ms varies by %.0f %%",
              host.stepNs() / 1_000_000,
              100 * variation.getAsDouble()));
    } else {
      weaken(Confidence.MEDIUM, "how its usage comes in bursts is inferred from throttling alone");
    }
    return variation;
  }

  private void weaken(Confidence to, String why) {
    confidence = confidence.and(to);
    assumed.add(why);
  }
}
