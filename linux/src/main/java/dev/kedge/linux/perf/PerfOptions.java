package dev.kedge.linux.perf;

import java.nio.file.Path;
import java.util.List;

/**
 * What to sample.
 *
 * @param frequency samples per second and CPU that is busy, 1 to 10,000; realised as a fixed period
 *     of 1e9 / frequency nanoseconds of CPU time
 * @param ringBytes bytes of each CPU's ring, a power of two and at least one page; halved as often
 *     as needed where the kernel refuses to lock that much memory
 * @param sampleType bits of {@link SampleType} to record; {@link SampleType#CALL_STACKS} at least
 * @param stackBytes bytes of the user stack to copy with {@link SampleType#STACK_USER}, a multiple
 *     of eight, at most {@value #MAX_STACK_BYTES}; 0 without it
 * @param counted further events to sample, by their number; of the whole host only
 * @param maxTaskEvents bound on open events where the host may only be sampled task by task
 * @param procRoot where procfs is mounted
 * @param sysRoot where sysfs is mounted
 */
public record PerfOptions(
    int frequency,
    int ringBytes,
    long sampleType,
    int stackBytes,
    List<CountedEvent> counted,
    int maxTaskEvents,
    Path procRoot,
    Path sysRoot) {

  /** The default sampling rate: prime to common timer rates and cheap enough to stay on. */
  public static final int DEFAULT_FREQUENCY = 19;

  /** The largest stack copy: with all else it must fit a record of 64 KiB. */
  public static final int MAX_STACK_BYTES = 48 * 1024;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one is outside its range
   */
  public PerfOptions {
    counted = List.copyOf(counted);
    if (frequency < 1 || frequency > 10_000) {
      throw new IllegalArgumentException(
          "sampling frequency %d: expected 1 to 10000 Hz".formatted(frequency));
    }
    if (ringBytes < 4096 || Integer.bitCount(ringBytes) != 1) {
      throw new IllegalArgumentException(
          "ring of %d bytes: expected a power of two of at least 4096".formatted(ringBytes));
    }
    if ((sampleType & SampleType.REQUIRED) != SampleType.REQUIRED
        || (sampleType & ~SampleType.KNOWN) != 0) {
      throw new IllegalArgumentException(
          "sample type 0x%x: expected 0x%x and further bits of 0x%x"
              .formatted(sampleType, SampleType.REQUIRED, SampleType.KNOWN));
    }
    boolean copies = (sampleType & SampleType.USER_COPY) != 0;
    if ((copies && (sampleType & SampleType.USER_COPY) != SampleType.USER_COPY)
        || copies != stackBytes > 0
        || stackBytes < 0
        || stackBytes > MAX_STACK_BYTES
        || stackBytes % 8 != 0) {
      throw new IllegalArgumentException(
          "stack copy of %d bytes: expected a multiple of 8 of at most %d, with registers"
              .formatted(stackBytes, MAX_STACK_BYTES));
    }
    if (maxTaskEvents < 1) {
      throw new IllegalArgumentException(
          "bound of %d task events: expected at least 1".formatted(maxTaskEvents));
    }
  }

  /** 19 Hz call stacks of this host in rings of 512 KB. */
  public static PerfOptions defaults() {
    return new PerfOptions(
        DEFAULT_FREQUENCY,
        512 * 1024,
        SampleType.CALL_STACKS,
        0,
        List.of(),
        4096,
        Path.of("/proc"),
        Path.of("/sys"));
  }

  /** The same options at another rate. */
  public PerfOptions withFrequency(int hertz) {
    return new PerfOptions(
        hertz, ringBytes, sampleType, stackBytes, counted, maxTaskEvents, procRoot, sysRoot);
  }

  /** The same options with rings of another size. */
  public PerfOptions withRingBytes(int bytes) {
    return new PerfOptions(
        frequency, bytes, sampleType, stackBytes, counted, maxTaskEvents, procRoot, sysRoot);
  }

  /** The same options with a copy of the user stack of this size; 0 for none. */
  public PerfOptions withStackBytes(int bytes) {
    long type = bytes == 0 ? sampleType & ~SampleType.USER_COPY : sampleType | SampleType.USER_COPY;
    return new PerfOptions(
        frequency, ringBytes, type, bytes, counted, maxTaskEvents, procRoot, sysRoot);
  }

  /** The same options with these events sampled as well; each sample then says its event. */
  public PerfOptions withCounted(List<CountedEvent> events) {
    long type =
        events.isEmpty() ? sampleType & ~SampleType.IDENTIFIER : sampleType | SampleType.IDENTIFIER;
    return new PerfOptions(
        frequency, ringBytes, type, stackBytes, events, maxTaskEvents, procRoot, sysRoot);
  }

  /** The same options with samples that say their event, as {@link PerfSampler#watch} needs. */
  public PerfOptions identified() {
    return new PerfOptions(
        frequency,
        ringBytes,
        sampleType | SampleType.IDENTIFIER,
        stackBytes,
        counted,
        maxTaskEvents,
        procRoot,
        sysRoot);
  }

  /** CPU time between two samples, in nanoseconds. */
  public long periodNanos() {
    return 1_000_000_000L / frequency;
  }
}
