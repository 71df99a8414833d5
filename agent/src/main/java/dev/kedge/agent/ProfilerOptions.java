package dev.kedge.agent;

import dev.kedge.linux.perf.CountedEvent;
import dev.kedge.linux.perf.PerfOptions;
import dev.kedge.linux.perf.UserRegisters;
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
 * @param kinds what is sampled beside CPU time
 * @param sparseness by how much periods that were asked for are stretched to keep the budget; 1 at
 *     first
 * @param debugData what is taken from the debug data of programs
 * @param budget what the agent may use; empty to keep the rate whatever it costs
 */
public record ProfilerOptions(
    int frequency,
    Duration window,
    Path tables,
    int stackBytes,
    int memorySteps,
    Optional<Budget> budget,
    List<SampledKind> kinds,
    double sparseness,
    DebugDataOptions debugData) {
  /** Stack copied unless told otherwise: cuts one to three of a hundred stacks of a mixed load. */
  public static final int DEFAULT_STACK_BYTES = 16 * 1024;

  private static final long TABLE_BYTES = 128L << 20;
  private static final int SMALLEST_RING = 512 * 1024;
  private static final int LARGEST_RING = 4 * 1024 * 1024;

  /** What the rings of all CPUs may take together before they are made smaller. */
  private static final long RING_BYTES = 32L << 20;

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
        List.of(),
        1,
        DebugDataOptions.OFF);
  }

  /** The same with further kinds of samples. */
  public ProfilerOptions withKinds(List<SampledKind> wanted) {
    return new ProfilerOptions(
        frequency, window, tables, stackBytes, memorySteps, budget, wanted, sparseness, debugData);
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
        kinds,
        sparseness,
        debugData);
  }

  /** The same with more or less of debug data. */
  public ProfilerOptions withDebugData(DebugDataOptions wanted) {
    return new ProfilerOptions(
        frequency, window, tables, stackBytes, memorySteps, budget, kinds, sparseness, wanted);
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
        kinds,
        sparseness * frequency / Math.max(1, hertz),
        debugData);
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
    return Math.max(1, kind.fixed() ? Math.round(kind.period() * sparseness) : kind.period());
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
    long second = (long) frequency * (stackBytes + OTHER_BYTES) * (1 + kinds.size());
    long most = Math.max(RING_BYTES / Math.max(1, cpus), second);
    long ring = Long.highestOneBit(Math.clamp(3 * second - 1, 1, most - 1)) << 1;
    return PerfOptions.defaults()
        .withFrequency(frequency)
        .withStackBytes(stackBytes)
        .withCounted(
            kinds.stream().map(kind -> new CountedEvent(kind.event(), events(kind))).toList())
        .withRingBytes(Math.clamp(ring, SMALLEST_RING, LARGEST_RING) >> Math.min(memorySteps, 2));
  }
}
