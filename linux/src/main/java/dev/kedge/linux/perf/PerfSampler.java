package dev.kedge.linux.perf;

import dev.kedge.linux.CpuList;
import dev.kedge.linux.Errno;
import dev.kedge.linux.FileCalls;
import dev.kedge.linux.KernelFile;
import dev.kedge.linux.LinuxException;
import dev.kedge.linux.MemoryCalls;
import dev.kedge.model.Limitation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Samples the call stacks of this host: one clock event and one ring per online CPU, drained in
 * time order over all CPUs, so that a handler sees a process start before its first sample.
 *
 * <p>Where the kernel refuses to show everything the sampler takes what it may have and tells the
 * rest in {@link #limitations}. CPUs may come and go. {@link #await} and {@link #drain} belong to
 * one thread; the other methods may be called from any.
 */
public final class PerfSampler implements AutoCloseable {
  /** Records younger than this may still have earlier ones on their way in another ring. */
  private static final long SETTLE_NANOS = 5_000_000;

  private static final long REFRESH_CPUS_NANOS = 5_000_000_000L;
  private static final long REFRESH_TASKS_NANOS = 1_000_000_000L;

  /**
   * Records are given back to the kernel in steps of this size, so that a full ring drains early.
   */
  private static final int RELEASE_BYTES = 64 * 1024;

  private static final int DEFAULT_MAX_STACK = 127;

  private final PerfOptions options;
  private final EventCalls calls;
  private final LongSupplier clock;
  private final int ownPid;
  private final SamplingGrant grant;
  private final EventAttributes attributes;
  private final RecordLayout layout;
  private final RecordParser parser;
  private final long[] record = new long[RecordHeader.MAX_WORDS];
  private final TimeOrder order = new TimeOrder();
  private final List<CpuRing> rings = new ArrayList<>();
  private final Optional<TaskEvents> taskEvents;
  private final WakeupEvents wakeups;
  private final Set<Limitation> ringLimitations = new LinkedHashSet<>();
  private final Set<Limitation> countedLimitations = new LinkedHashSet<>();
  private MemorySegment pollFds = MemorySegment.NULL;
  private long closedCorruptBytes;
  private long sampleNanos;
  private long recordNanos;
  private long nextCpuRefresh;
  private long nextTaskRefresh;
  private boolean closed;
  private volatile PerfStatistics statistics = new PerfStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private volatile List<Limitation> limitations = List.of();

  PerfSampler(PerfOptions options, EventCalls calls, LongSupplier clock, int ownPid) {
    this.options = options;
    this.calls = calls;
    this.clock = clock;
    this.ownPid = ownPid;
    int[] cpus = onlineCpus();
    this.grant =
        new SamplingNegotiation(calls, options, ownPid).negotiate(cpus.length > 0 ? cpus[0] : 0);
    this.attributes = SamplingNegotiation.attributes(options, grant.scope(), grant.features());
    this.layout = new RecordLayout(options.sampleType(), UserRegisters.ofThisMachine().count());
    this.parser = new RecordParser(layout, maxStack());
    this.taskEvents =
        grant.scope() == SamplingScope.NONE || grant.scope().wholeHost()
            ? Optional.empty()
            : Optional.of(new TaskEvents(calls, attributes, ownPid, options.maxTaskEvents()));
    this.wakeups = new WakeupEvents(calls, attributes, parser, clock, options.sysRoot());
    long now = clock.getAsLong();
    nextCpuRefresh = now;
    nextTaskRefresh = now;
    refresh(now);
    publish();
  }

  /**
   * Opens events as the kernel allows and starts sampling. Never fails for lack of permission:
   * {@link #scope} tells what was granted.
   *
   * @throws LinuxException when this machine's architecture is unknown
   */
  public static PerfSampler open(PerfOptions options) {
    return new PerfSampler(
        options,
        new KernelEventCalls(),
        System::nanoTime,
        Math.toIntExact(ProcessHandle.current().pid()));
  }

  private int[] onlineCpus() {
    return KernelFile.text(options.sysRoot().resolve("devices/system/cpu/online"))
        .map(CpuList::parse)
        .orElseGet(() -> IntStream.range(0, Runtime.getRuntime().availableProcessors()).toArray());
  }

  private int maxStack() {
    return KernelFile.text(options.procRoot().resolve("sys/kernel/perf_event_max_stack"))
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .orElse(DEFAULT_MAX_STACK);
  }

  /** What the kernel lets this sampler see. */
  public SamplingScope scope() {
    return grant.scope();
  }

  /** What is missing now, with cause and remedy; empty when everything is seen. */
  public List<Limitation> limitations() {
    return limitations;
  }

  /** Totals since the sampler was opened, as of the end of the last drain. */
  public PerfStatistics statistics() {
    return statistics;
  }

  /**
   * Waits until a ring is half full or the time is over.
   *
   * @param timeoutMillis at most this long
   */
  public void await(int timeoutMillis) {
    int count = rings.size();
    for (int i = 0; i < count; i++) {
      // The call leaves its answers in the array: they are cleared with each new question.
      FileCalls.setPollFd(pollFds, i, rings.get(i).fd(), FileCalls.POLLIN);
    }
    int ready = FileCalls.poll(pollFds, count, timeoutMillis);
    if (ready > 0 && hungUp(count)) {
      // A CPU went offline: its event answers at once for ever, so wait by time until the refresh.
      FileCalls.poll(pollFds, 0, Math.min(timeoutMillis, 100));
    }
  }

  private boolean hungUp(int count) {
    for (int i = 0; i < count; i++) {
      if ((FileCalls.pollEvents(pollFds, i) & (FileCalls.POLLHUP | FileCalls.POLLERR)) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Hands over all records older than a few milliseconds, in time order.
   *
   * @return how many records were read
   */
  public int drain(PerfRecordHandler handler) {
    long now = clock.getAsLong();
    long until = grant.features().monotonicClock() ? now - SETTLE_NANOS : Long.MAX_VALUE;
    int records = 0;
    try {
      order.clear();
      for (int i = 0; i < rings.size(); i++) {
        PerfRing ring = rings.get(i).ring();
        ring.refresh();
        if (ring.hasRecord()) {
          order.add(i, ring.recordTime(layout));
        }
      }
      long before = clock.getAsLong();
      while (!order.isEmpty() && order.firstTime() <= until) {
        int type = next(handler);
        long after = clock.getAsLong();
        recordNanos += after - before;
        sampleNanos += type == RecordHeader.SAMPLE ? after - before : 0;
        before = after;
        records++;
      }
    } finally {
      rings.forEach(ring -> ring.ring().release());
    }
    wakeups.refresh(clock.getAsLong());
    refresh(now);
    publish();
    return records;
  }

  /**
   * Records every wait of these threads from now on: samples of {@link EventKind#SCHED_SWITCH}
   * where one begins to wait, and of {@link EventKind#SCHED_WAKING} where it is woken. Only where
   * the whole host may be sampled with its kernel; belongs to the thread that drains.
   *
   * @param perSecond samples of each of the two that a CPU may give in a second
   * @throws IllegalStateException when samples do not say their event
   */
  public void watch(WatchedThreads threads, int perSecond) {
    if (layout.identifierWord == 0) {
      throw new IllegalStateException("samples do not say their event: see PerfOptions.identified");
    }
    if (grant.scope() == SamplingScope.HOST) {
      wakeups.watch(threads, perSecond, rings);
    } else {
      wakeups.refused(grant.scope());
    }
    publish();
  }

  /** Records no waits any more. */
  public void unwatch() {
    wakeups.stop();
  }

  /** How often there was a time in which too many waits came for all to be recorded. */
  public long waitGaps() {
    return wakeups.gaps();
  }

  /** Hands over the earliest record; its type. */
  private int next(PerfRecordHandler handler) {
    CpuRing from = rings.get(order.firstRing());
    PerfRing ring = from.ring();
    int words = ring.take(record);
    if ((ring.position() & (RELEASE_BYTES - 1)) < 8L * words) {
      ring.release();
    }
    if (ring.hasRecord()) {
      order.updateFirst(ring.recordTime(layout));
    } else {
      order.removeFirst();
    }
    parser.parse(record, words, from.cpu(), handler);
    return RecordHeader.type(record[0]);
  }

  private void refresh(long now) {
    if (grant.scope() == SamplingScope.NONE) {
      return;
    }
    if (now - nextCpuRefresh >= 0) {
      nextCpuRefresh = now + REFRESH_CPUS_NANOS;
      refreshCpus();
    }
    if (now - nextTaskRefresh >= 0) {
      nextTaskRefresh = now + REFRESH_TASKS_NANOS;
      taskEvents.ifPresent(events ->
          events.update(new OwnTasks(options.procRoot()).list(options.maxTaskEvents()), rings));
    }
  }

  private void refreshCpus() {
    int[] online = onlineCpus();
    boolean changed = closeRingsOf(online);
    ringLimitations.clear();
    for (int cpu : online) {
      if (rings.stream().noneMatch(ring -> ring.cpu() == cpu)) {
        changed |= openRing(cpu);
      }
    }
    for (CpuRing ring : rings) {
      if (ring.ringBytes() < options.ringBytes()) {
        ringLimitations.add(
            new Limitation(
                "rings of %d KB, more samples may be lost under load"
                    .formatted(ring.ringBytes() / 1024),
                "mmap: EPERM, locked memory limit (kernel.perf_event_mlock_kb)",
                "CAP_IPC_LOCK"));
        break;
      }
    }
    if (changed) {
      pollFds =
          Arena.ofAuto().allocate((long) FileCalls.POLLFD_BYTES * Math.max(1, rings.size()), 8);
    }
  }

  private boolean closeRingsOf(int[] online) {
    boolean changed = false;
    for (Iterator<CpuRing> each = rings.iterator(); each.hasNext(); ) {
      CpuRing ring = each.next();
      if (Arrays.binarySearch(online, ring.cpu()) < 0) {
        closedCorruptBytes += ring.ring().corruptBytes();
        ring.close();
        each.remove();
        changed = true;
      }
    }
    return changed;
  }

  private boolean openRing(int cpu) {
    int target = grant.scope().wholeHost() ? -1 : ownPid;
    return switch (CpuRing.open(calls, attributes, target, cpu, options.ringBytes())) {
      case CpuRing.Opening.Opened(CpuRing ring) -> {
        rings.add(ring);
        addCounted(ring);
        yield true;
      }
      case CpuRing.Opening.Refused(String call, int errno) -> {
        // ENODEV: the CPU went away between the list and the call.
        if (errno != Errno.ENODEV) {
          ringLimitations.add(
              new Limitation(
                  "samples of some CPUs",
                  "%s on CPU %d: %s".formatted(call, cpu, Errno.name(errno)),
                  errno == Errno.EMFILE ? "a higher limit on open files" : "CAP_IPC_LOCK"));
        }
        yield false;
      }
    };
  }

  private void addCounted(CpuRing ring) {
    for (CountedEvent event : options.counted()) {
      boolean kernel = grant.scope().kernelStacks();
      long id = grant.scope().wholeHost() && kernel ? ring.add(attributes.of(event)) : -Errno.EPERM;
      if (id > 0) {
        parser.event(id, event.kind());
      } else if (id != -Errno.ENODEV) {
        countedLimitations.add(
            new Limitation(
                event.kind() == EventKind.CONTEXT_SWITCHES ? "off-CPU samples" : "page faults",
                "perf_event_open: " + Errno.name((int) -id),
                "CAP_PERFMON (CAP_SYS_ADMIN before Linux 5.8)"));
      }
    }
  }

  private void publish() {
    long corrupt = closedCorruptBytes;
    long bytes = 0;
    for (CpuRing ring : rings) {
      corrupt += ring.ring().corruptBytes();
      bytes += ring.ringBytes() + (long) MemoryCalls.pageSize();
    }
    statistics =
        new PerfStatistics(
            parser.samples(),
            parser.lost(),
            parser.unknown(),
            parser.malformed(),
            corrupt,
            rings.size(),
            bytes,
            rings.size() + taskEvents.map(TaskEvents::open).orElse(0),
            sampleNanos,
            recordNanos);
    List<Limitation> all = new ArrayList<>(grant.limitations());
    all.addAll(ringLimitations);
    all.addAll(countedLimitations);
    wakeups.limitation().ifPresent(all::add);
    if (taskEvents.map(TaskEvents::exhausted).orElse(false)) {
      all.add(
          new Limitation(
              "some of the own threads",
              "more threads than events may be opened (%d)".formatted(options.maxTaskEvents()),
              "CAP_PERFMON"));
    }
    limitations = List.copyOf(all);
  }

  /** Stops sampling and frees the rings. Must not run at the same time as a drain. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    taskEvents.ifPresent(TaskEvents::close);
    wakeups.close();
    rings.forEach(CpuRing::close);
    rings.clear();
  }
}
