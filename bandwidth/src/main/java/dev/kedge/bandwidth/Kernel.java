package dev.kedge.bandwidth;

/**
 * The rules one kernel schedules by, as far as the model knows them.
 *
 * @param name what to call it, such as {@code 6.17}
 * @param mechanism how it throttles
 * @param asyncUnthrottle unthrottles other CPUs by an IPI each instead of inside the timer (Linux
 *     6.3, commit 8ad075c2eb1f)
 * @param sliceExpiry per-CPU slices expire with the period (before Linux 5.4, commit de53fd7a)
 * @param hrtick slices end on a high-resolution timer instead of at the next tick
 * @param preemptKernel a tick may preempt a task in kernel mode anywhere outside spin locks
 *     (PREEMPT_LAZY, {@code preempt=full}); otherwise only where the code offers a reschedule point
 * @param fairSleepers a task that wakes is placed half a latency back and preempts what runs
 *     ({@code place_entity} and {@code wakeup_preempt_entity} before Linux 6.6); afterwards it is
 *     placed by its lag
 * @param throttledClock which task starts {@code throttled_usec} under a per-task mechanism
 * @param peltClock what a throttled queue's load-tracking clock does under a per-task mechanism
 */
public record Kernel(
    String name,
    Mechanism mechanism,
    boolean asyncUnthrottle,
    boolean sliceExpiry,
    boolean hrtick,
    boolean preemptKernel,
    boolean fairSleepers,
    ThrottledClock throttledClock,
    PeltClock peltClock) {

  /** Which throttled task starts a queue's throttled clock while others still run in the kernel. */
  public enum ThrottledClock {
    /** The first task that leaves: partial throttle counts in full. What Linux 6.18 does. */
    FIRST_TASK,
    /** The last one: only time in which nothing of the queue could run counts. */
    LAST_TASK
  }

  /** What a queue's PELT clock does while the queue is throttled. */
  public enum PeltClock {
    /** Stops once nothing of the queue is runnable any more. What Linux 6.18 does. */
    STOP_WHEN_EMPTY,
    /** Stops with the throttle, though tasks may still run in the kernel. */
    STOP_AT_THROTTLE,
    /** Never stops: load decays while throttled. */
    KEEP
  }

  /**
   * The rules of a mainline release.
   *
   * @param release such as {@code 5.15}, {@code 6.17.13} or {@code 7.2.12-amd64}; what follows the
   *     second number is ignored
   * @throws BandwidthException when it does not start with two numbers, or is older than 3.2
   */
  public static Kernel release(String release) {
    int version = version(release);
    if (version < 302) {
      throw new BandwidthException(
          "kernel '%s' has no CPU bandwidth control: Linux 3.2 is the first".formatted(release));
    }
    Mechanism mechanism =
        version >= 703
            ? Mechanism.FLAT
            : version >= 702
                ? Mechanism.TASK_AT_CHARGE
                : version >= 618 ? Mechanism.TASK_AT_PICK : Mechanism.GROUP;
    return new Kernel(
        release,
        mechanism,
        version >= 603,
        version < 504,
        version >= 701,
        version >= 613,
        version < 606,
        ThrottledClock.FIRST_TASK,
        PeltClock.STOP_WHEN_EMPTY);
  }

  /**
   * The rules of a mechanism, in the first release that has it (6.17 for the group throttle).
   *
   * @param letter A, B, C or D
   * @throws BandwidthException for any other letter
   */
  public static Kernel mechanism(char letter) {
    return switch (letter) {
      case 'A', 'a' -> release("6.17");
      case 'B', 'b' -> release("6.18");
      case 'C', 'c' -> release("7.2");
      case 'D', 'd' -> release("7.3");
      default ->
          throw new BandwidthException(
              "unknown mechanism '%s': A (<= 6.17), B (6.18 to 7.1), C (7.2) or D (7.3)"
                  .formatted(letter));
    };
  }

  public Kernel withMechanism(Mechanism other) {
    return new Kernel(
        name,
        other,
        asyncUnthrottle,
        sliceExpiry,
        hrtick,
        preemptKernel,
        fairSleepers,
        throttledClock,
        peltClock);
  }

  public Kernel withAsyncUnthrottle(boolean async) {
    return new Kernel(
        name,
        mechanism,
        async,
        sliceExpiry,
        hrtick,
        preemptKernel,
        fairSleepers,
        throttledClock,
        peltClock);
  }

  public Kernel withSliceExpiry(boolean expiry) {
    return new Kernel(
        name,
        mechanism,
        asyncUnthrottle,
        expiry,
        hrtick,
        preemptKernel,
        fairSleepers,
        throttledClock,
        peltClock);
  }

  public Kernel withHrtick(boolean on) {
    return new Kernel(
        name,
        mechanism,
        asyncUnthrottle,
        sliceExpiry,
        on,
        preemptKernel,
        fairSleepers,
        throttledClock,
        peltClock);
  }

  public Kernel withPreemptKernel(boolean on) {
    return new Kernel(
        name,
        mechanism,
        asyncUnthrottle,
        sliceExpiry,
        hrtick,
        on,
        fairSleepers,
        throttledClock,
        peltClock);
  }

  public Kernel withClocks(ThrottledClock throttled, PeltClock pelt) {
    return new Kernel(
        name,
        mechanism,
        asyncUnthrottle,
        sliceExpiry,
        hrtick,
        preemptKernel,
        fairSleepers,
        throttled,
        pelt);
  }

  private static int version(String release) {
    String[] parts = release.split("[^0-9]", 3);
    try {
      return Integer.parseInt(parts[0]) * 100 + Math.min(99, Integer.parseInt(parts[1]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new BandwidthException(
          "'%s' is not a kernel release: expected two numbers such as 6.18".formatted(release), e);
    }
  }
}
