package dev.kedge.agent;

import dev.kedge.model.Limitation;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Decides how much may be sampled so that the agent keeps its budget. Looks at the use of the last
 * minute each time it is told; lowers the rate when that comes near the budget, and raises it
 * again, up to what was asked for, when five minutes went by far below it. The start does not
 * count: a JVM that starts and compiles its code is dear for once. One thread at a time, but for
 * {@link #limitation}.
 */
final class RateKeeper {
  /** At this part of the budget the rate is lowered, to come down to the second part. */
  private static final double TIGHT = 0.8;

  private static final double COMFORTABLE = 0.6;
  private static final double LOOSE = 0.35;

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
  private volatile Optional<Limitation> limitation = Optional.empty();

  /**
   * What was used until a moment.
   *
   * @param atNanos since the agent started
   * @param ownNanos CPU time of the agent
   * @param busyNanos CPU time of the whole host
   */
  record Use(long atNanos, long ownNanos, long busyNanos) {}

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
    double share = share(recent.removeFirst(), now);
    double part = share / budget.cpuShare();
    if (part > TIGHT && frequency > 1) {
      frequency = Math.clamp((int) (frequency * COMFORTABLE / part), 1, frequency - 1);
      changed(share);
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

  private double share(Use before, Use now) {
    long own = now.ownNanos() - before.ownNanos();
    long busy = Math.max(now.busyNanos() - before.busyNanos(), now.atNanos() - before.atNanos());
    return own / (double) Math.max(1, busy);
  }

  /** Readings from before the change say nothing about what comes after. */
  private void changed(double share) {
    recent.clear();
    looseSince = -1;
    tell(
        "%.2f %% of busy CPU time, budget %.2f %%".formatted(100 * share, 100 * budget.cpuShare()));
  }

  private void tell(String use) {
    if (frequency == asked && memorySteps == 0) {
      limitation = Optional.empty();
      return;
    }
    String what =
        frequency == asked
            ? "full unwind tables and rings"
            : "%d of %d samples per second and CPU".formatted(asked - frequency, asked);
    limitation =
        Optional.of(
            new Limitation(
                what,
                "the agent lowered its own use: " + use,
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
