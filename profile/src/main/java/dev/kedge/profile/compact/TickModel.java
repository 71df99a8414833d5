package dev.kedge.profile.compact;

import dev.kedge.profile.SampleMoments;

/**
 * When samples come: the clock of a CPU ticks with the sampling period whether the CPU is busy or
 * not, and only busy ticks are samples. So a time is a number of ticks since the sample before,
 * mostly 1, and a distance from where the tick is expected, mostly 0. The clock's phase is followed
 * with a gain of an eighth. Samples that follow no clock cost more bytes and are as exact.
 */
final class TickModel {
  private static final long SLOT = SampleMoments.SLOT.toNanos();

  /** Shorter periods count events, not time. */
  private static final long SHORTEST_PERIOD = 1_000_000;

  private static final int TICK_CONTEXTS = 4;

  private final Slots slots;
  private final long period;
  private final Numbers ticks = new Numbers(TICK_CONTEXTS);
  private final Numbers distances = new Numbers(2 * Slots.fractions());
  private long expected;
  private int lastTicks;
  private long steps;

  TickModel(Slots slots, long periodNanos) {
    this.slots = slots;
    this.period = periodNanos < SHORTEST_PERIOD ? 0 : periodNanos;
  }

  /** Begins the samples of another CPU. */
  void begin() {
    expected = 0;
    lastTicks = 1;
  }

  /** Ticks of the clock between the sample coded last and the one before it. */
  int last() {
    return (int) Math.min(steps, Integer.MAX_VALUE);
  }

  /** Codes the slot of the next sample. */
  int code(Coder coder, int position) {
    long count = period == 0 ? 0 : ticks.code(coder, lastTicks, ticksTo(position));
    steps = count;
    long due = expected + count * period;
    int context = 2 * slots.fraction(due) + (count == 1 ? 0 : 1);
    long coded = slots.at(due) + distances.signed(coder, context, position - slots.at(due));
    if (coded < 0 || coded >= slots.count()) {
      throw new CompactException("slot %d of %d".formatted(coded, slots.count()));
    }
    long middle = slots.middle((int) coded);
    long off = middle - due;
    expected = Math.abs(off) < 2 * SLOT ? due + off / 8 : middle;
    lastTicks = (int) Math.min(count, TICK_CONTEXTS - 1);
    return (int) coded;
  }

  /** What a writer writes; a reader's number is not used. */
  private long ticksTo(int position) {
    if (position >= slots.count()) {
      return 0;
    }
    if (slots.at(expected + period) == position) {
      return 1;
    }
    long distance = slots.middle(position) - expected;
    return Math.max(0, (distance + period / 2) / period);
  }
}
