package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.LateTimers;

/** When a CPU serves timers: all that expire in one instant at the same time, sometimes late. */
final class TimerInterrupts {
  private final LateTimers late;
  private final long seed;

  TimerInterrupts(LateTimers late, long seed) {
    this.late = late;
    this.seed = seed;
  }

  /** When a CPU serves a timer that expires at a time: the same for every timer of that time. */
  long served(int cpu, long time) {
    if (late.oneIn() == 0) {
      return time;
    }
    long drawn = mix(mix(time + seed) + cpu);
    boolean onTime = Long.remainderUnsigned(drawn, late.oneIn()) != 0;
    return onTime ? time : time + Long.remainderUnsigned(mix(drawn), late.upToNs() + 1);
  }

  /** Whether ticks are served when they are due. */
  boolean exactTicks() {
    return late.ticksUpToNs() == 0;
  }

  /** When a CPU serves the tick of a time. */
  long ticked(int cpu, long time) {
    long most = late.ticksUpToNs();
    return most == 0 ? time : time + Long.remainderUnsigned(mix(mix(time - seed) - cpu), most + 1);
  }

  /** Spreads the bits of a number (the finalizer of SplitMix64). */
  static long mix(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
