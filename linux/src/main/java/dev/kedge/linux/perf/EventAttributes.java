package dev.kedge.linux.perf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * The {@code struct perf_event_attr} of a sampling event.
 *
 * @param kind what is counted
 * @param config which event of its kind, as the kernel numbers them
 * @param period nanoseconds of CPU time, or events, between samples
 * @param sampleType bits of {@link SampleType}
 * @param userRegisters which user registers to copy, as bits of the architecture's perf_regs.h
 * @param stackBytes bytes of the user stack to copy
 * @param kernel sample time in the kernel too
 * @param features what only newer kernels know
 * @param wakeupBytes ring fill that wakes a poll
 */
record EventAttributes(
    EventKind kind,
    long config,
    long period,
    long sampleType,
    long userRegisters,
    int stackBytes,
    boolean kernel,
    EventFeatures features,
    int wakeupBytes) {
  /** PERF_ATTR_SIZE_VER5: the last field written lies before it. */
  static final int BYTES = 112;

  private static final int TYPE_SOFTWARE = 1;
  private static final int TYPE_TRACEPOINT = 2;
  private static final int CLOCK_MONOTONIC = 1;

  private static final long DISABLED = 1L;
  private static final long EXCLUDE_KERNEL = 1L << 5;
  private static final long EXCLUDE_HV = 1L << 6;
  private static final long EXCLUDE_IDLE = 1L << 7;
  private static final long MMAP = 1L << 8;
  private static final long COMM = 1L << 9;
  private static final long TASK = 1L << 13;
  private static final long WATERMARK = 1L << 14;
  private static final long SAMPLE_ID_ALL = 1L << 18;
  private static final long EXCLUDE_CALLCHAIN_KERNEL = 1L << 21;
  private static final long MMAP2 = 1L << 23;
  private static final long COMM_EXEC = 1L << 24;
  private static final long USE_CLOCKID = 1L << 25;
  private static final long BUILD_ID = 1L << 34;

  /** The same for events that are counted. */
  EventAttributes of(CountedEvent event) {
    return new EventAttributes(
        event.kind(),
        event.kind().config(),
        event.period(),
        sampleType,
        userRegisters,
        stackBytes,
        kernel,
        features,
        wakeupBytes);
  }

  /** The same for a tracepoint of that number, at each of which there is a sample. */
  EventAttributes of(EventKind point, long number) {
    return new EventAttributes(
        point,
        number,
        1,
        point == EventKind.SCHED_WAKING ? sampleType | SampleType.RAW : sampleType,
        userRegisters,
        stackBytes,
        kernel,
        features,
        wakeupBytes);
  }

  /** The flag word after {@code read_format}. */
  long flags() {
    long flags = DISABLED | EXCLUDE_HV | WATERMARK | SAMPLE_ID_ALL;
    if (!kind.tracepoint()) {
      // A thread may well be woken by an interrupt of an idle CPU.
      flags |= EXCLUDE_IDLE;
    }
    if (kind == EventKind.CPU_CLOCK) {
      // Once is enough: the other events of the CPU write into the same ring.
      flags |= MMAP | MMAP2 | COMM | COMM_EXEC | TASK;
    }
    if (!kernel) {
      flags |= EXCLUDE_KERNEL | EXCLUDE_CALLCHAIN_KERNEL;
    }
    if (features.buildIds() && kind == EventKind.CPU_CLOCK) {
      flags |= BUILD_ID;
    }
    if (features.monotonicClock()) {
      flags |= USE_CLOCKID;
    }
    return flags;
  }

  /** The structure as the system call takes it. */
  MemorySegment encode(SegmentAllocator allocator) {
    MemorySegment attr = allocator.allocate(BYTES, 8);
    attr.fill((byte) 0);
    attr.set(JAVA_INT, 0, kind.tracepoint() ? TYPE_TRACEPOINT : TYPE_SOFTWARE);
    attr.set(JAVA_INT, 4, BYTES);
    attr.set(JAVA_LONG, 8, config);
    attr.set(JAVA_LONG, 16, period);
    attr.set(JAVA_LONG, 24, sampleType);
    attr.set(JAVA_LONG, 40, flags());
    attr.set(JAVA_INT, 48, wakeupBytes);
    if ((sampleType & SampleType.USER_COPY) != 0) {
      attr.set(JAVA_LONG, 80, userRegisters);
      attr.set(JAVA_INT, 88, stackBytes);
    }
    if (features.monotonicClock()) {
      attr.set(JAVA_INT, 92, CLOCK_MONOTONIC);
    }
    return attr;
  }
}
