package dev.kedge.agent;

import dev.kedge.linux.perf.CountedEvent;
import dev.kedge.linux.perf.PerfOptions;
import dev.kedge.linux.perf.UserRegisters;
import dev.kedge.profile.SampleKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to profile.
 *
 * @param frequency samples per second and CPU
 * @param window length of a window
 * @param tables directory for unwind tables, kept from one start to the next; made when it does not
 *     exist
 * @param stackBytes bytes of the user stack copied with each sample, to unwind code without frame
 *     pointers; 0 for chains of frame pointers only
 * @param memorySteps how often rings and tables are halved to save memory
 * @param budget what the agent may use; empty to keep the rate whatever it costs
 * @param sparseness by how much periods that were asked for are stretched to keep the budget; 1 at
 *     first
 * @param recorded what is recorded beside stacks of CPU time
 */
public record ProfilerOptions(
    int frequency,
    Duration window,
    Path tables,
    int stackBytes,
    int memorySteps,
    Optional<Budget> budget,
    double sparseness,
    Recorded recorded) {
  /** Stack copied unless told otherwise: cuts one to three of a hundred stacks of a mixed load. */
  public static final int DEFAULT_STACK_BYTES = 16 * 1024;

  private static final long TABLE_BYTES = 128L << 20;
  private static final int SMALLEST_RING = 512 * 1024;
  private static final int LARGEST_RING = 4 * 1024 * 1024;

  /** What the rings of all CPUs may take together before they are made smaller. */
  private static final long RING_BYTES = 32L << 20;

  private static final int FEWEST_WAITS = 4;
  private static final int RECORDED_WAITS = 200;

  /** Bytes of a sample that are not the stack's, at most usually. */
  private static final int OTHER_BYTES = 1024;

  /** Options with the usual copy of the stack, where the machine's registers are known. */
  public static ProfilerOptions of(int frequency, Duration window, Path tables) {
    return new ProfilerOptions(
        frequency,
        window,
        tables,
        UserRegisters.known() ? DEFAULT_STACK_BYTES : 0,
        0,
        Optional.empty(),
        1,
        Recorded.CPU_TIME);
  }

  /** The same with further kinds of samples. */
  public ProfilerOptions withKinds(List<SampledKind> wanted) {
    return with(recorded.with(wanted));
  }

  /** The same with every wait of a process or cgroup recorded. */
  public ProfilerOptions withWaitsOf(WaitTarget target) {
    return with(recorded.with(target));
  }

  /** The same with more or less of debug data. */
  public ProfilerOptions withDebugData(DebugDataOptions wanted) {
    return with(recorded.with(wanted));
  }

  private ProfilerOptions with(Recorded wanted) {
    return new ProfilerOptions(
        frequency, window, tables, stackBytes, memorySteps, budget, sparseness, wanted);
  }

  /** The same within a budget. */
  public ProfilerOptions within(Budget limit) {
    return new ProfilerOptions(
        frequency,
        window,
        tables,
        stackBytes,
        memorySteps,
        Optional.of(limit),
        sparseness,
        recorded);
  }

  /** The same with another rate, copy of the stack and use of memory. */
  ProfilerOptions with(int hertz, int bytes, int steps) {
    return new ProfilerOptions(
        hertz,
        window,
        tables,
        bytes,
        steps,
        budget,
        sparseness * frequency / Math.max(1, hertz),
        recorded);
  }

  /** Kinds of samples beside CPU time. */
  public List<SampledKind> kinds() {
    return recorded.kinds();
  }

  /** CPU time between samples. */
  Duration period() {
    return Duration.ofNanos(perf().periodNanos());
  }

  /** Events between samples of a kind, in the place of nanoseconds. */
  Duration period(SampledKind kind) {
    return Duration.ofNanos(events(kind));
  }

  private long events(SampledKind kind) {
    if (kind.kind() == SampleKind.WAKEUPS) {
      return recorded.waitTarget().isPresent() ? 1 : kind.period();
    }
    return Math.max(1, kind.fixed() ? Math.round(kind.period() * sparseness) : kind.period());
  }

  /**
   * How many beginnings of waits, and as many wakeups, are recorded of a CPU in a second: half as
   * many as samples of CPU time, but more where somebody asked for a recording.
   */
  int waitsPerSecond() {
    return budget.isPresent() ? Math.max(FEWEST_WAITS, frequency / 2) : RECORDED_WAITS;
  }

  private boolean wakeups() {
    return kinds().stream().anyMatch(kind -> kind.kind() == SampleKind.WAKEUPS);
  }

  /** Memory of unwind tables. */
  long tableBytes() {
    return TABLE_BYTES >> memorySteps;
  }

  /**
   * What the sampler is asked for: rings that hold three seconds of samples or more, for they are
   * drained once a second, within bounds. On hosts of many CPUs they hold a second.
   */
  PerfOptions perf() {
    return perf(Runtime.getRuntime().availableProcessors());
  }

  PerfOptions perf(int cpus) {
    // Nobody knows how many events there will be: room for as many of each kind as of CPU samples.
    long second = (long) frequency * (stackBytes + OTHER_BYTES) * (1 + kinds().size());
    second += wakeups() ? 2L * waitsPerSecond() * (stackBytes + OTHER_BYTES) : 0;
    long most = Math.max(RING_BYTES / Math.max(1, cpus), second);
    long ring = Long.highestOneBit(Math.clamp(3 * second - 1, 1, most - 1)) << 1;
    PerfOptions options =
        PerfOptions.defaults()
            .withFrequency(frequency)
            .withStackBytes(stackBytes)
            .withCounted(counted())
            .withRingBytes(
                Math.clamp(ring, SMALLEST_RING, LARGEST_RING) >> Math.min(memorySteps, 2));
    return wakeups() ? options.identified() : options;
  }

  private List<CountedEvent> counted() {
    return kinds().stream()
        .flatMap(kind -> kind.event().map(event -> new CountedEvent(event, events(kind))).stream())
        .toList();
  }
}
