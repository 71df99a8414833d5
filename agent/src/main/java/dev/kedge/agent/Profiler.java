package dev.kedge.agent;

import dev.kedge.linux.KernelSymbols;
import dev.kedge.linux.ThreadClock;
import dev.kedge.linux.ThreadPriority;
import dev.kedge.linux.cgroup.CgroupMembers;
import dev.kedge.linux.cgroup.CgroupMounts;
import dev.kedge.linux.cgroup.CgroupPaths;
import dev.kedge.linux.generated.Runtimes;
import dev.kedge.linux.perf.PerfSampler;
import dev.kedge.linux.perf.SamplingScope;
import dev.kedge.linux.proc.DebugDataFiles;
import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.NamespaceFiles;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.linux.proc.ProcessTable;
import dev.kedge.linux.proc.SystemStat;
import dev.kedge.linux.proc.UserSymbols;
import dev.kedge.linux.unwind.StackUnwinder;
import dev.kedge.linux.unwind.UnwindTables;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.ProfileWindow;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Samples the host and hands out profile windows.
 *
 * <p>Four threads: {@code perf} drains the rings, unwinds and counts stacks and ends windows;
 * {@code elf} makes the tables it unwinds by; {@code runtimes} reads generated code out of
 * processes; {@code windows} places and names what is new and gives each window to the sink. Before
 * it stand at most a few windows; when naming cannot keep up, a window is given up and its samples
 * count as lost.
 */
public final class Profiler implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Profiler.class.getName());
  private static final Path PROC = Path.of("/proc");
  private static final Path DEBUG_FILES = Path.of("/usr/lib/debug");
  private static final int MAX_WAITING_WINDOWS = 12;

  /** When so many wait, frames that would take reading are left as they are known. */
  private static final int WINDOWS_BEHIND = 3;

  private static final int MAX_PROCESSES = 32_768;
  private static final int MAX_EXITED = 2_048;
  private static final long SYMBOL_BYTES = 16L << 20;
  private static final int DRAIN_MILLISECONDS = 1_000;

  /** While processes are still to be read for the first time, the rings are drained in between. */
  private static final int SEED_MILLISECONDS = 20;

  /**
   * On an overloaded host the drain must not wait for its turn among all others: it would lose
   * samples of exactly the moment they are wanted for. It needs a thousandth of a CPU.
   */
  private static final int DRAIN_NICE = -10;

  /** Tables, and what runtimes generated, can wait for whoever has work to do. */
  private static final int BEHIND_NICE = 10;

  private static final long LONGEST_WAIT_MILLISECONDS = 10_000;
  private static final long TABLE_DISK_BYTES = 512L << 20;
  private static final long LONGEST_PAUSE_NANOS = 500_000_000;

  /** Pauses after orders of microseconds are put together: each costs as much as such an order. */
  private static final long SHORTEST_PAUSE_NANOS = 2_000_000;

  /** Longer than records may wait in a ring for earlier ones of another. */
  private static final long OVERLAP_MILLISECONDS = 10;

  private final ProcessTable processes;
  private final KindCounters counter;
  private final ThreadWatch watch;
  private final CgroupPaths cgroupPaths;
  private final KernelSymbols kernelSymbols;
  private final InlinedFunctions inlined;
  private final FrameNamer namer;
  private final WindowBuilder builder;
  private final ProfileCounters counters = new ProfileCounters();
  private final ProfileSink sink;
  private final InstantSource clock;
  private final SamplingCost samplingCost = new SamplingCost();
  private final SelfRestraint restraint;
  private final HostCounters host = new HostCounters(PROC);
  private final UnwindTables tables;

  /** Windows to be named; an empty one after the last. */
  private final BlockingQueue<Optional<RawWindow>> waiting =
      new ArrayBlockingQueue<>(MAX_WAITING_WINDOWS);

  private final Runtimes runtimes = new Runtimes(PROC);
  private final Thread perfThread;
  private final Thread windowThread;
  private final Thread elfThread;
  private final Thread runtimeThread;
  private volatile boolean stopping;

  private volatile PerfSampler sampler;
  private volatile ProfilerOptions options;

  /** What is to be sampled from the next window on. */
  private volatile ProfilerOptions wanted;

  private volatile Optional<Limitation> processLimitation = Optional.empty();

  private Profiler(
      HostIdentity identity, ProfilerOptions options, ProfileSink sink, InstantSource clock) {
    this.options = options;
    this.wanted = options;
    this.restraint = new SelfRestraint(options, counters, samplingCost, host);
    this.inlined =
        new InlinedFunctions(
            new DebugDataFiles(PROC, DEBUG_FILES),
            options.recorded().debugData(),
            System::nanoTime);
    inlined.openKernel(identity.kernelBuildId());
    this.tables = openTables(options);
    this.kernelSymbols = KernelSymbols.unread(PROC);
    this.sampler = PerfSampler.open(options.perf());
    ProcessFiles files = new ProcessFiles(PROC);
    this.processes = new ProcessTable(files, MAX_PROCESSES, MAX_EXITED);
    this.sink = sink;
    this.clock = clock;
    this.namer =
        new FrameNamer(
            kernelSymbols,
            new UserSymbols(PROC, DEBUG_FILES, SYMBOL_BYTES),
            runtimes,
            inlined,
            options.recorded().debugData().lines(),
            identity.kernelBuildId());
    CgroupMounts mounts = CgroupMounts.read(PROC, Path.of("/sys"));
    this.cgroupPaths = new CgroupPaths(PROC, mounts);
    ProcessCgroups cgroups = new ProcessCgroups(cgroupPaths, processes::parentOf);
    ThreadNames threads = new ThreadNames(PROC);
    ProcessNamespaces namespaces =
        new ProcessNamespaces(new NamespaceFiles(PROC), cgroups::of, processes::parentOf);
    StackReader reader =
        new StackReader(
            processes,
            new StackUnwinder(tables, processes, runtimes, inlined::wantsPlaces),
            runtimes);
    StackCounter.ProcessFirstSeen firstSeen =
        (pid, tid) -> {
          cgroups.sampled(pid);
          namespaces.sampled(pid);
          threads.sampled(pid, tid);
        };
    WakeupCounter wakeups = new WakeupCounter(reader, files, firstSeen);
    this.counter =
        new KindCounters(options.kinds(), () -> new StackCounter(reader, firstSeen), wakeups);
    this.watch = new ThreadWatch(new TargetThreads(files, new CgroupMembers(mounts)), wakeups);
    this.builder =
        new WindowBuilder(
            identity.host(),
            identity.boot(),
            clock.millis(),
            namer,
            cgroups,
            threads,
            namespaces,
            counters);
    this.perfThread = new Thread(this::sample, "perf");
    this.windowThread = new Thread(this::nameWindows, "windows");
    this.elfThread = new Thread(this::makeTables, "elf");
    this.runtimeThread = new Thread(this::readRuntimes, "runtimes");
  }

  private static UnwindTables openTables(ProfilerOptions options) {
    try {
      return UnwindTables.open(PROC, options.tables(), TABLE_DISK_BYTES, options.tableBytes());
    } catch (IOException e) {
      throw new AgentException(
          "directory of unwind tables %s: %s".formatted(options.tables(), e), e);
    }
  }

  /**
   * Starts sampling. Never fails for lack of permission: see {@link #limitations}.
   *
   * @param identity the host, as put into windows
   * @param options rate, windows and stacks
   * @param sink takes the windows
   * @param clock wall clock
   * @throws AgentException when the directory of unwind tables cannot be used
   */
  public static Profiler start(
      HostIdentity identity, ProfilerOptions options, ProfileSink sink, InstantSource clock) {
    Profiler profiler = new Profiler(identity, options, sink, clock);
    profiler.elfThread.start();
    profiler.runtimeThread.start();
    profiler.windowThread.start();
    profiler.perfThread.start();
    return profiler;
  }

  private void sample() {
    ThreadPriority.nice(DRAIN_NICE);
    try {
      sampleUntilStopped();
    } finally {
      endOfWindows();
    }
  }

  private void endOfWindows() {
    try {
      waiting.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sampleUntilStopped() {
    boolean seeding = true;
    long startNanos = System.nanoTime();
    beginWatching(startNanos);
    while (!stopping) {
      long left = options.window().toNanos() - (System.nanoTime() - startNanos);
      if (left <= 0) {
        startNanos = endWindow(startNanos);
        takeWanted();
        beginWatching(startNanos);
        continue;
      }
      if (seeding) {
        seeding = processes.seed(TimeUnit.MILLISECONDS.toNanos(SEED_MILLISECONDS));
      } else {
        long leftMilliseconds = TimeUnit.NANOSECONDS.toMillis(left) + 1;
        sampler.await((int) Math.min(DRAIN_MILLISECONDS, leftMilliseconds));
      }
      drain();
    }
    drain();
    endWindow(startNanos);
  }

  private void beginWatching(long nowNanos) {
    long switches = host.stat().map(SystemStat::contextSwitches).orElse(0L);
    watch.beginWindow(sampler, options, switches, nowNanos);
  }

  /** Goes on with another rate or copy: the new events are open before the old ones are closed. */
  private void takeWanted() {
    ProfilerOptions next = wanted;
    if (next.equals(options)) {
      return;
    }
    PerfSampler before = sampler;
    PerfSampler after = PerfSampler.open(next.perf());
    try {
      TimeUnit.MILLISECONDS.sleep(OVERLAP_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    before.drain(counter);
    before.close();
    sampler = after;
    options = next;
    tables.limit(next.tableBytes());
  }

  private void drain() {
    tables.takeAnswers(System.nanoTime());
    runtimes.sweep(System.nanoTime());
    sampler.drain(counter);
    watch.look(sampler, options, System.nanoTime());
  }

  /**
   * Makes unwind tables, at most half of the time: what is not made yet waits, the host does not.
   */
  private void makeTables() {
    atMostHalfOfTheTime(tables::work);
  }

  /** Reads what runtimes have generated, out of their processes. */
  private void readRuntimes() {
    atMostHalfOfTheTime(runtimes::work);
  }

  /** Work that waits for orders; false when none came. */
  @FunctionalInterface
  private interface Work {
    boolean next(long timeoutMillis) throws InterruptedException;
  }

  private void atMostHalfOfTheTime(Work work) {
    ThreadPriority.nice(BEHIND_NICE);
    try {
      long owedNanos = 0;
      while (!stopping) {
        long start = System.nanoTime();
        if (work.next(LONGEST_WAIT_MILLISECONDS)) {
          owedNanos += System.nanoTime() - start;
        }
        if (owedNanos >= SHORTEST_PAUSE_NANOS) {
          TimeUnit.NANOSECONDS.sleep(Math.min(owedNanos, LONGEST_PAUSE_NANOS));
          owedNanos = 0;
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The span is measured by the monotonic clock and placed by the wall clock at its end, so that a
   * step of the wall clock moves a window but never turns it around.
   */
  private long endWindow(long startNanos) {
    processLimitation = processes.limitation();
    samplingCost.windowEnded(ThreadClock.cpuNanos(), sampler.statistics());
    long endNanos = System.nanoTime();
    var end = clock.instant();
    TimeRange range = new TimeRange(end.minusNanos(endNanos - startNanos), end);
    for (RawWindow raw : counter.close(range, options, endNanos)) {
      if (!waiting.offer(Optional.of(raw))) {
        long samples = raw.samples();
        counters.lostWindow(samples + raw.lost());
        LOG.log(Level.WARNING, "a window of {0} samples was given up: naming is behind", samples);
      }
    }
    return endNanos;
  }

  private void nameWindows() {
    // Sampling need not wait for names.
    namer.refresh();
    try {
      Optional<RawWindow> raw = waiting.take();
      while (raw.isPresent()) {
        finish(raw.get());
        raw = waiting.take();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish(RawWindow raw) {
    try {
      namer.refresh();
      inlined.hurry(waiting.size() > WINDOWS_BEHIND);
      wanted = restraint.observe(raw, wanted, sampler.statistics());
      long start = ThreadClock.cpuNanos();
      ProfileWindow window = builder.build(raw);
      samplingCost.named(ThreadClock.cpuNanos() - start);
      if (!sink.accept(window)) {
        builder.forgetSent();
      }
      inlined.unload();
    } catch (RuntimeException e) {
      // One bad window must not end the profiler; its definitions may not have gone out.
      builder.forgetSent();
      counters.lostWindow(raw.samples());
      LOG.log(Level.WARNING, "a window was given up", e);
    }
  }

  /** Dictionary entries sent so far may be lost: they are sent again. */
  public void forgetSent() {
    builder.forgetSent();
  }

  /** What was seen so far. */
  public ProfileCounters counters() {
    return counters;
  }

  /** False when the kernel lets this user sample nothing at all. */
  public boolean canSample() {
    return sampler.scope() != SamplingScope.NONE;
  }

  /** Memory of the perf rings, in bytes. */
  public long ringBytes() {
    return sampler.statistics().ringBytes();
  }

  /** What cannot be seen, with cause and remedy. */
  public List<Limitation> limitations() {
    List<Limitation> all = new ArrayList<>(sampler.limitations());
    kernelSymbols.limitation().ifPresent(all::add);
    processLimitation.ifPresent(all::add);
    runtimes.limitation().ifPresent(all::add);
    inlined.limitation().ifPresent(all::add);
    all.addAll(watch.limitations());
    restraint.limitation().ifPresent(all::add);
    long unreadable = tables.unreadable() + tables.deferred();
    if (unreadable > 0) {
      all.add(
          new Limitation(
              "complete user stacks in %d files".formatted(unreadable),
              "the files could not be read in time for their unwind rules",
              "CAP_SYS_PTRACE and CAP_CHECKPOINT_RESTORE; nothing for processes that are gone"));
    }
    return all;
  }

  /** Ends the open window, hands it out and stops. */
  @Override
  public void close() {
    stopping = true;
    tables.wake();
    runtimes.wake();
    try {
      elfThread.join(2_000);
      runtimeThread.join(2_000);
      perfThread.join(5_000);
      windowThread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sampler.close();
    if (!windowThread.isAlive()) {
      inlined.close();
    }
    if (!perfThread.isAlive()) {
      cgroupPaths.close();
    }
  }
}
