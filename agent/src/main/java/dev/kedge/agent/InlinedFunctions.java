package dev.kedge.agent;

import dev.kedge.linux.proc.DebugDataFiles;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.model.BuildId;
import dev.kedge.model.Limitation;
import dev.kedge.report.symbol.DebugLimits;
import dev.kedge.report.symbol.SourceFrame;
import dev.kedge.report.symbol.SymbolException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * The functions inlined at places of programs and of the kernel, from their debug data. Files stay
 * open within a budget of bytes, and reading them is spread over time: a place that must wait is
 * told by {@link #waiting}. Reads files, so it must not run on the thread that drains the rings,
 * which asks {@link #wantsPlaces} only. One thread at a time but for that.
 */
final class InlinedFunctions implements AutoCloseable {
  /** Memory of all open files: their sections that were packed, and what is kept of them. */
  private static final long MAX_BYTES = 32L << 20;

  private static final int MAX_FILES = 64;
  private static final int MAX_WITHOUT = 4_096;
  private static final int MAX_DESCRIBED = 4_096;

  /** A file that could not be opened is tried again: another process may map it by then. */
  private static final long RETRY_NANOS = 60_000_000_000L;

  /**
   * Of one file. A place takes its unit once: some of C++ with templates have tens of megabytes.
   */
  private static final DebugLimits LIMITS =
      new DebugLimits(24L << 20, 1 << 18, 256L << 20, 32L << 20, 6L << 20);

  /** Opening a file takes a tenth of a millisecond. */
  private static final long OPEN_WORK = 4 << 10;

  private final DebugDataFiles files;
  private final DebugDataOptions options;
  private final LongSupplier clock;
  private final WorkAllowance allowance;
  private final Map<Object, DebugFile> open = new LinkedHashMap<>(16, 0.75f, true);

  /** Until when files are not looked at again that had no debug data that can be used. */
  private final Map<Object, Long> without = new HashMap<>();

  /** Files with debug data: what is inlined at the start of a function says nothing of a place. */
  private final Set<MappedFile> described = ConcurrentHashMap.newKeySet();

  private Optional<DebugFile> kernel = Optional.empty();
  private boolean waiting;
  private boolean hurried;
  private final LongAdder refusals = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder postponed = new LongAdder();
  private volatile Optional<String> refused = Optional.empty();

  /**
   * None open yet.
   *
   * @param clock a monotonic clock in nanoseconds
   */
  InlinedFunctions(DebugDataFiles files, DebugDataOptions options, LongSupplier clock) {
    this.files = files;
    this.options = options;
    this.clock = clock;
    this.allowance = new WorkAllowance(options.bytesPerSecond(), clock.getAsLong());
  }

  /**
   * Opens the kernel's debug data where they were given.
   *
   * @param buildId of the running kernel
   * @throws AgentException when the file cannot be read or is of another kernel
   */
  void openKernel(Optional<BuildId> buildId) {
    if (options.kernel().isPresent()) {
      kernel = Optional.of(DebugFile.ofKernel(options.kernel().get(), buildId, files, LIMITS));
    }
  }

  /** Whether it matters where in a function of a file the program was interrupted. Any thread. */
  boolean wantsPlaces(MappedFile file) {
    return options.lines() || (!described.isEmpty() && described.contains(file));
  }

  /** Whether the last place could not be looked at yet: it may have inlined functions. */
  boolean waiting() {
    return waiting;
  }

  /**
   * The functions at a place in a file, innermost first, the one that holds the code last; empty
   * where nothing is known, and where it must {@linkplain #waiting wait}.
   *
   * @param pid a process that maps the file
   */
  List<SourceFrame> user(int pid, Mapping mapping, long fileOffset) {
    waiting = false;
    Object key = key(mapping.file());
    long now = clock.getAsLong();
    if (!options.used() || without.getOrDefault(key, now) > now) {
      return List.of();
    }
    DebugFile known = open.get(key);
    Optional<DebugFile> file = known == null ? open(key, pid, mapping) : Optional.of(known);
    if (file.isEmpty()) {
      return List.of();
    }
    if (described.size() < MAX_DESCRIBED) {
      described.add(mapping.file());
    }
    return !hurried && allowance.open(now)
        ? read(file.get(), data -> data.at(fileOffset, options.lines()))
        : postpone();
  }

  /**
   * The functions at a place of the kernel, as {@link #user}.
   *
   * @param offset bytes from the start of the kernel's text
   */
  List<SourceFrame> kernel(long offset) {
    waiting = false;
    if (kernel.isEmpty() || !options.used()) {
      return List.of();
    }
    if (hurried || !allowance.open(clock.getAsLong())) {
      return postpone();
    }
    return read(kernel.get(), file -> file.inCode(offset, options.lines()));
  }

  /** Whether nothing is to be read for now, because naming is behind. */
  void hurry(boolean behind) {
    hurried = behind;
  }

  private List<SourceFrame> postpone() {
    waiting = true;
    postponed.increment();
    return List.of();
  }

  private interface Reading {
    List<SourceFrame> of(DebugFile file);
  }

  private List<SourceFrame> read(DebugFile file, Reading reading) {
    long before = file.work();
    try {
      List<SourceFrame> all = reading.of(file);
      if (all.isEmpty() && file.split()) {
        failures.increment();
        refused = Optional.of("its debug data are in .dwo files, which are not read");
      }
      return options.inlined() || all.isEmpty() ? all : List.of(all.getLast());
    } catch (SymbolException e) {
      failures.increment();
      refused = Optional.of(String.valueOf(e.getMessage()));
      return List.of();
    } finally {
      allowance.pay(file.work() - before);
      makeRoom();
    }
  }

  private static Object key(MappedFile file) {
    return file.buildId().isPresent() ? file.buildId().get() : file;
  }

  private Optional<DebugFile> open(Object key, int pid, Mapping mapping) {
    allowance.pay(OPEN_WORK);
    // Filled by the callback with the file that was accepted.
    DebugFile[] found = new DebugFile[1];
    String problem =
        files.find(
            pid,
            mapping,
            (segments, channel, path) -> {
              try {
                found[0] = DebugFile.open(segments, channel, path, files, LIMITS);
              } catch (SymbolException e) {
                refused = Optional.of(mapping.file().path() + ": " + e.getMessage());
                refusals.increment();
              }
              return found[0] != null;
            });
    if (found[0] == null) {
      if (without.size() >= MAX_WITHOUT) {
        without.clear();
      }
      boolean forGood = problem.equals(DebugDataFiles.NONE);
      without.put(key, forGood ? Long.MAX_VALUE : clock.getAsLong() + RETRY_NANOS);
      return Optional.empty();
    }
    allowance.pay(found[0].work());
    open.put(key, found[0]);
    return Optional.of(found[0]);
  }

  private void makeRoom() {
    Iterator<DebugFile> oldest = open.values().iterator();
    while (open.size() > 1 && (open.size() > MAX_FILES || bytes() > MAX_BYTES)) {
      DebugFile dropped = oldest.next();
      oldest.remove();
      dropped.close();
    }
  }

  /** Gives back the pages of mapped files, so that they do not count as memory of this process. */
  void unload() {
    open.values().forEach(DebugFile::unload);
    kernel.ifPresent(DebugFile::unload);
  }

  private long bytes() {
    return sum(DebugFile::bytes);
  }

  private long sum(ToLongFunction<DebugFile> of) {
    return open.values().stream().mapToLong(of).sum();
  }

  /** What is missing, with the reason met last. May be called from any thread. */
  Optional<Limitation> limitation() {
    if (refused.isPresent()) {
      return Optional.of(
          new Limitation(
              "inlined functions of %d files and %d places"
                  .formatted(refusals.sum(), failures.sum()),
              refused.get(),
              "debug data that are whole, not packed beyond 24 MiB, and not in .dwo files"));
    }
    return postponed.sum() == 0
        ? Optional.empty()
        : Optional.of(
            new Limitation(
                "inlined functions at %d lookups".formatted(postponed.sum()),
                "debug data are read at %d KiB a second, and not while naming is behind"
                    .formatted(options.bytesPerSecond() >> 10),
                "time; functions that wait are shown without"));
  }

  @Override
  public void close() {
    open.values().forEach(DebugFile::close);
    open.clear();
    kernel.ifPresent(DebugFile::close);
  }
}
