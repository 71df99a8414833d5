package dev.kedge.agent;

import dev.kedge.model.Limitation;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Decides how much may be sampled so that the agent keeps its budget. Looks at the use of the last
 * minute each time it is told; lowers the rate when that comes near the budget, and raises it
 * again, up to what was asked for, when five minutes went by far below it. The start does not
 * count: a JVM that starts and compiles its code is dear for once.
 *
 * <p>On a host where programs start all the time most of the use is not for samples. There a lower
 * rate saves little, so sampling keeps a part of the budget, and it is told that the whole is
 * exceeded. One thread at a time, but for {@link #limitation}.
 */
final class RateKeeper {
  /** At this part of the budget the rate is lowered, to come down to the second part. */
  private static final double TIGHT = 0.8;

  private static final double COMFORTABLE = 0.6;
  private static final double LOOSE = 0.35;

  /** Of the budget what sampling may use whatever the rest does. */
  private static final double FOR_SAMPLES = 0.25;

  private static final long START_NANOS = 90_000_000_000L;
  private static final long SPAN_NANOS = 60_000_000_000L;
  private static final long LOOSE_NANOS = 300_000_000_000L;
  private static final int MAX_MEMORY_STEPS = 4;

  private final Budget budget;
  private final int asked;
  private final ArrayDeque<Use> recent = new ArrayDeque<>();
  private int frequency;
  private int memorySteps;
  private long looseSince = -1;
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
    double part = share / budget.cpuShare();
    if (exceeded && part <= TIGHT) {
      exceeded = false;
      tell(use(share));
    }
    if (part > TIGHT && frequency > 1) {
      double sampling = (now.samplingNanos() - before.samplingNanos()) / busy;
      lower(share, sampling);
    } else if (part < LOOSE && frequency < asked) {
      looseSince = looseSince < 0 ? now.atNanos() : looseSince;
      if (now.atNanos() - looseSince >= LOOSE_NANOS) {
        frequency = (int) Math.min(asked, Math.max(frequency + 1L, frequency * 3L / 2));
        changed(share);
      }
    } else {
      looseSince = -1;
    }
  }

  private static double busy(Use before, Use now) {
    long busy = Math.max(now.busyNanos() - before.busyNanos(), now.atNanos() - before.atNanos());
    return Math.max(1, busy);
  }

  private void lower(double share, double sampling) {
    double budgeted = budget.cpuShare();
    double allowed = Math.max(COMFORTABLE * budgeted - (share - sampling), FOR_SAMPLES * budgeted);
    int next = (int) (frequency * allowed / Math.max(sampling, 1e-9));
    if (next < frequency) {
      frequency = Math.max(1, next);
      changed(share);
    } else {
      looseSince = -1;
      exceeded = share > budgeted;
      tell(use(share) + "; fewer samples would save little");
    }
  }

  /** Readings from before the change say nothing about what comes after. */
  private void changed(double share) {
    recent.clear();
    looseSince = -1;
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
