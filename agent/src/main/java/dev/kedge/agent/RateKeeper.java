package dev.kedge.agent;

import dev.kedge.model.Limitation;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Decides how much may be sampled so that the agent keeps its budget. Looks at the use of the last
 * minute each time it is told; lowers the rate when that comes near the budget, and raises it
 * again, up to what was asked for, as soon as the use it expects then is well below. A rate that
 * had to be lowered again soon is tried again after twice as long. The start does not count: a JVM
 * that starts and compiles its code is dear for once.
 *
 * <p>On a host where programs start all the time most of the use is not for samples. There a lower
 * rate saves little, so sampling keeps half of the budget, and it is told that the whole is
 * exceeded. One thread at a time, but for {@link #limitation}.
 */
final class RateKeeper {
  /** At this part of the budget the rate is lowered, to come down to the second part. */
  private static final double TIGHT = 0.8;

  private static final double COMFORTABLE = 0.6;

  /** The rate is raised by a quarter at least, so that it does not change all the time. */
  private static final double CLEARLY = 1.25;

  /** Of the budget what sampling may use whatever the rest does: what was rare has to be seen. */
  private static final double FOR_SAMPLES = 0.5;

  private static final long START_NANOS = 90_000_000_000L;
  private static final long SPAN_NANOS = 60_000_000_000L;

  /** A rate that was raised and lasts for so long has proved right. */
  private static final long PROVED_NANOS = 300_000_000_000L;

  private static final long LONGEST_WAIT_NANOS = 1_800_000_000_000L;
  private static final int MAX_MEMORY_STEPS = 4;

  private final Budget budget;
  private final int asked;
  private final ArrayDeque<Use> recent = new ArrayDeque<>();
  private int frequency;
  private int memorySteps;
  private long raisedNanos = Long.MIN_VALUE;
  private long lastChangeNanos;

  /** How long after a change the rate may be raised. */
  private long waitNanos = SPAN_NANOS;

  private boolean exceeded;
  private volatile Optional<Limitation> limitation = Optional.empty();

  /**
   * What was used until a moment.
   *
   * @param atNanos since the agent started
   * @param ownNanos CPU time of the agent
   * @param samplingNanos the part of it that depends on the rate
   * @param busyNanos CPU time of the whole host
   */
  record Use(long atNanos, long ownNanos, long samplingNanos, long busyNanos) {}

  RateKeeper(Budget budget, int frequency) {
    this.budget = budget;
    this.asked = frequency;
    this.frequency = frequency;
  }

  /** Takes a reading, some seconds after the last one. */
  void observe(Use now, long memoryBytes) {
    if (memoryBytes > 0.9 * budget.memoryBytes() && memorySteps < MAX_MEMORY_STEPS) {
      memorySteps++;
      tell("%d MiB of memory, budget %d".formatted(memoryBytes >> 20, budget.memoryBytes() >> 20));
    }
    if (now.atNanos() < START_NANOS) {
      return;
    }
    recent.add(now);
    if (now.atNanos() - recent.getFirst().atNanos() < SPAN_NANOS) {
      return;
    }
    Use before = recent.removeFirst();
    double busy = busy(before, now);
    double share = (now.ownNanos() - before.ownNanos()) / busy;
    double sampling = (now.samplingNanos() - before.samplingNanos()) / busy;
    double most = frequency * allowed(share, sampling) / Math.max(sampling, 1e-9);
    boolean tight = share > TIGHT * budget.cpuShare();
    boolean waited = now.atNanos() - lastChangeNanos >= waitNanos;
    if (tight && most < frequency && frequency > 1) {
      lower(Math.max(1, (int) most), now.atNanos());
      changed(share, now.atNanos());
    } else if (frequency < asked && waited && most >= clearlyMore()) {
      // Twice the rate at most: what samples cost at a low rate says little about a high one.
      frequency = (int) Math.min(most, Math.min(asked, 2.0 * frequency));
      raisedNanos = now.atNanos();
      changed(share, now.atNanos());
    } else if (share > budget.cpuShare()) {
      exceeded = true;
      tell(use(share) + "; fewer samples would save little");
    } else if (exceeded && !tight) {
      exceeded = false;
      tell(use(share));
    }
  }

  private double clearlyMore() {
    return Math.min(asked, Math.max(frequency + 1, CLEARLY * frequency));
  }

  private static double busy(Use before, Use now) {
    long busy = Math.max(now.busyNanos() - before.busyNanos(), now.atNanos() - before.atNanos());
    return Math.max(1, busy);
  }

  /** The share of CPU time samples may have. */
  private double allowed(double share, double sampling) {
    double budgeted = budget.cpuShare();
    return Math.max(COMFORTABLE * budgeted - (share - sampling), FOR_SAMPLES * budgeted);
  }

  private void lower(int next, long atNanos) {
    if (raisedNanos != Long.MIN_VALUE) {
      boolean soon = atNanos - raisedNanos < PROVED_NANOS;
      waitNanos = soon ? Math.min(2 * waitNanos, LONGEST_WAIT_NANOS) : SPAN_NANOS;
    }
    frequency = next;
  }

  /** Readings from before the change say nothing about what comes after. */
  private void changed(double share, long atNanos) {
    recent.clear();
    lastChangeNanos = atNanos;
    exceeded = false;
    tell(use(share));
  }

  private String use(double share) {
    return "%.2f %% of busy CPU time, budget %.2f %%"
        .formatted(100 * share, 100 * budget.cpuShare());
  }

  private void tell(String use) {
    if (frequency == asked && memorySteps == 0 && !exceeded) {
      limitation = Optional.empty();
      return;
    }
    String what = "full unwind tables and rings";
    if (frequency < asked) {
      what = "%d of %d samples per second and CPU".formatted(asked - frequency, asked);
    } else if (exceeded) {
      what = "the agent's budget of CPU time";
    }
    limitation =
        Optional.of(
            new Limitation(
                what,
                (frequency < asked || memorySteps > 0 ? "the agent lowered its own use: " : "")
                    + use,
                "a larger --cpu-budget or --memory-budget"));
  }

  /** Samples per second and CPU that fit the budget. */
  int frequency() {
    return frequency;
  }

  /** How often rings and tables are to be halved to fit the budget. */
  int memorySteps() {
    return memorySteps;
  }

  /** That and why less is sampled than was asked for. */
  Optional<Limitation> limitation() {
    return limitation;
  }
}
