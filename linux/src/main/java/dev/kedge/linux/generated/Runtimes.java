package dev.kedge.linux.generated;

import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.python.PythonProcess;
import dev.kedge.linux.runtime.CodeRegions;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.linux.v8.V8Process;
import dev.kedge.model.Limitation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The processes with code generated at run time. Three threads meet here: the one that drains the
 * rings asks for code ({@link #code}, {@link #missed}) and orders names ({@link #want}), and never
 * reads a file or foreign memory; another ({@link #work}) reads; the one that names stacks asks
 * {@link #functions}.
 */
public final class Runtimes {
  private static final int MAX_ORDERS = 8_192;
  private static final int MAX_WATCHED = 1_024;
  private static final int MAX_FILES = 16_384;
  private static final int MAX_EXAMPLES = 3;

  /** Frames whose names or code were ordered lately, a power of two. */
  private static final int RECENT = 8_192;

  /** Names of a process that ended are asked for until its last window is done. */
  private static final long KEEP_EXITED_NANOS = 120_000_000_000L;

  private final Path procRoot;
  private final KnownPlaces places = new KnownPlaces();
  private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(MAX_ORDERS);

  /**
   * Processes not looked at yet, one order for each. They go first: a look at a small runtime takes
   * milliseconds, and would wait for many seconds behind the names of all Java processes.
   */
  private final BlockingQueue<Order.Look> firstLooks = new ArrayBlockingQueue<>(MAX_WATCHED);

  /**
   * Processes to be looked at again, one order for each, and pieces of their code: a JVM compiles
   * all the time, and stacks end in code that is not known as long as the look waits. Names have as
   * much time as these take.
   */
  private final BlockingQueue<Order> laterLooks = new ArrayBlockingQueue<>(MAX_WATCHED);

  private final Int2ObjectHashMap<Watch> watches = new Int2ObjectHashMap<>();
  private final Map<Integer, WatchedProcess> published = new ConcurrentHashMap<>();
  private final IdentityHashMap<MappedFile, Language> languages = new IdentityHashMap<>();
  private final LongAdder deferred = new LongAdder();

  /** By a part of its hash what was ordered last; of the walking thread. */
  private final long[] recent = new long[RECENT];

  /** How long names go first; of the reading thread. */
  private long namesFirstNanos;

  private long nextSweepNanos = Long.MIN_VALUE;

  private enum Language {
    PYTHON,
    JAVA_SCRIPT,
    NONE;

    static Language of(MappedFile file) {
      if (file.kind() != MappedFile.Kind.FILE) {
        return NONE;
      }
      if (PythonProcess.named(file.path())) {
        return PYTHON;
      }
      return V8Process.named(file.path()) ? JAVA_SCRIPT : NONE;
    }
  }

  /** Of the walking thread: which process of that id is watched. */
  private record Watch(TrackedProcess process, WatchedProcess watched) {}

  private sealed interface Order {
    record Look(WatchedProcess process, AddressSpace memory) implements Order {}

    record Find(WatchedProcess process, long address) implements Order {}

    record Name(WatchedProcess process, long frame, boolean leaf) implements Order {}

    record Wake() implements Order {}
  }

  /**
   * Nothing is watched yet.
   *
   * @param procRoot where procfs is mounted
   */
  public Runtimes(Path procRoot) {
    this.procRoot = procRoot;
  }

  /** The generated code of a process as of the last look; none at first. Walking thread. */
  public CodeRegions code(TrackedProcess process) {
    Watch watch = watch(process);
    return watch == null ? CodeRegions.EMPTY : watch.watched().regions();
  }

  /**
   * The Python interpreter in a mapped file of a process, once it is known. Walking thread.
   *
   * @param file what a frame lies in
   */
  public Optional<Interpreter> interpreter(TrackedProcess process, MappedFile file, long nowNanos) {
    if (language(file) != Language.PYTHON) {
      return Optional.empty();
    }
    Watch watch = watch(process);
    if (watch == null) {
      return Optional.empty();
    }
    Optional<Interpreter> known = watch.watched().interpreter();
    if (known.isEmpty()) {
      missed(process, nowNanos);
    }
    return known;
  }

  /**
   * The JavaScript engine in a mapped file of a process, once it is known. Walking thread.
   *
   * @param file what a frame lies in
   */
  public Optional<JavaScript> javaScript(TrackedProcess process, MappedFile file, long nowNanos) {
    if (language(file) != Language.JAVA_SCRIPT) {
      return Optional.empty();
    }
    Optional<JavaScript> known = javaScript(process);
    if (known.isEmpty()) {
      missed(process, nowNanos);
    }
    return known;
  }

  /** The JavaScript engine of a process, once it is known. Walking thread. */
  public Optional<JavaScript> javaScript(TrackedProcess process) {
    Watch watch = watch(process);
    return watch == null ? Optional.empty() : watch.watched().javaScript();
  }

  /** The language whose runtime a mapped file may hold, by its name. */
  private Language language(MappedFile file) {
    Language known = languages.get(file);
    if (known == null) {
      if (languages.size() >= MAX_FILES) {
        languages.clear();
      }
      known = Language.of(file);
      languages.put(file, known);
    }
    return known;
  }

  private @Nullable Watch watch(TrackedProcess process) {
    Watch watch = watches.get(process.pid());
    if (watch != null && watch.process() == process) {
      return watch;
    }
    if (watches.size() >= MAX_WATCHED) {
      deferred.increment();
      return null;
    }
    Watch fresh = new Watch(process, new WatchedProcess(procRoot, process.pid(), places));
    watches.put(process.pid(), fresh);
    published.put(process.pid(), fresh.watched());
    return fresh;
  }

  /**
   * Generated code was met that is not known: the process is looked at again, not too often, and
   * the one piece is looked for until then where the runtime can tell it. Walking thread.
   */
  public void missed(TrackedProcess process, long address, long nowNanos) {
    missed(process, nowNanos);
    long key = ~keyOf(process, address);
    Watch watch = recent[slot(key)] == key ? null : watch(process);
    if (watch != null && watch.watched().findsPieces()) {
      order(laterLooks, new Order.Find(watch.watched(), address), key);
      wake();
    }
  }

  private void missed(TrackedProcess process, long nowNanos) {
    Watch watch = watch(process);
    if (watch != null
        && !process.exited()
        && watch.watched().takeLook(nowNanos)
        && !order(watch.watched(), process.memory())) {
      watch.watched().lookLater();
      deferred.increment();
    }
  }

  private boolean order(WatchedProcess process, AddressSpace memory) {
    BlockingQueue<? super Order.Look> queue = process.looked() ? laterLooks : firstLooks;
    boolean taken = queue.offer(new Order.Look(process, memory));
    wake();
    return taken;
  }

  /**
   * Has a frame named soon, while its process most likely lives: once in some seconds, for new
   * stacks share most of their frames. Walking thread.
   */
  public void want(TrackedProcess process, long frame, boolean leaf) {
    long key = keyOf(process, frame << 1 | (leaf ? 1 : 0));
    Watch watch = recent[slot(key)] == key ? null : watch(process);
    if (watch != null) {
      order(orders, new Order.Name(watch.watched(), frame, leaf), key);
    }
  }

  private <O extends Order> void order(BlockingQueue<? super O> queue, O order, long key) {
    if (queue.offer(order)) {
      recent[slot(key)] = key;
    } else {
      deferred.increment();
    }
  }

  private static long keyOf(TrackedProcess process, long what) {
    return what + process.pid() * 0x9E3779B97F4A7C15L;
  }

  private static int slot(long key) {
    return (int) ((key * 0xff51afd7ed558ccdL) >>> 40) & (RECENT - 1);
  }

  /** Forgets processes that ended some time ago. Walking thread, once for each drain. */
  public void sweep(long nowNanos) {
    if (nextSweepNanos != Long.MIN_VALUE && nowNanos - nextSweepNanos < 0) {
      return;
    }
    nextSweepNanos = nowNanos + KEEP_EXITED_NANOS / 8;
    // Names that could not be read then may be read now.
    Arrays.fill(recent, 0);
    watches
        .values()
        .removeIf(watch -> {
          WatchedProcess watched = watch.watched();
          if (!watch.process().exited()) {
            return false;
          }
          if (watched.exitedNanos == Long.MIN_VALUE) {
            watched.exitedNanos = nowNanos;
          }
          boolean old = nowNanos - watched.exitedNanos > KEEP_EXITED_NANOS;
          if (old) {
            published.remove(watched.pid(), watched);
            watched.close();
          }
          return old;
        });
  }

  /** Ends a wait in {@link #work} early. Any thread. */
  public void wake() {
    // Where there is no room for it there is work, and no waiting.
    boolean ignored = orders.offer(new Order.Wake());
  }

  /**
   * Waits for an order and carries it out. Reading thread.
   *
   * @return whether there was one
   */
  public boolean work(long timeoutMillis) throws InterruptedException {
    Order order = next(timeoutMillis);
    if (order == null) {
      return false;
    }
    long start = System.nanoTime();
    switch (order) {
      case Order.Look(WatchedProcess process, AddressSpace memory) -> {
        process.look(memory);
        namesFirstNanos += System.nanoTime() - start;
      }
      case Order.Find(WatchedProcess process, long address) -> {
        process.find(address);
        namesFirstNanos += System.nanoTime() - start;
      }
      case Order.Name(WatchedProcess process, long frame, boolean leaf) -> {
        process.functions(frame, leaf);
        namesFirstNanos = Math.max(0, namesFirstNanos - (System.nanoTime() - start));
      }
      case Order.Wake() -> {}
    }
    return true;
  }

  private @Nullable Order next(long timeoutMillis) throws InterruptedException {
    Order first = firstLooks.poll();
    if (first != null) {
      return first;
    }
    Order name = namesFirstNanos > 0 ? orders.poll() : null;
    if (name != null) {
      return name;
    }
    // What names had to wait for is made good, or none waits.
    namesFirstNanos = 0;
    Order look = laterLooks.poll();
    return look != null ? look : orders.poll(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * The functions a frame in generated code or of an interpreter stands for, innermost first; empty
   * when nothing tells. Any thread.
   *
   * @param pid the process
   * @param frame address, or tagged pointer
   * @param leaf whether it is the interrupted place, and not where a call returns to
   */
  public List<RuntimeFunction> functions(int pid, long frame, boolean leaf) {
    WatchedProcess process = published.get(pid);
    return process == null ? List.of() : process.functions(frame, leaf);
  }

  /** Processes whose generated code could not be read, if any. */
  public Optional<Limitation> limitation() {
    List<WatchedProcess> failed =
        published.values().stream().filter(process -> !process.problem().isEmpty()).toList();
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    String examples =
        failed.stream()
            .limit(MAX_EXAMPLES)
            .map(process -> "pid %d: %s".formatted(process.pid(), process.problem()))
            .reduce((a, b) -> a + "; " + b)
            .orElse("");
    return Optional.of(
        new Limitation(
            "names and callers of generated code (%d processes)".formatted(failed.size()),
            examples,
            "CAP_SYS_PTRACE; nothing for processes that are gone"));
  }

  /** Orders given up because too many waited, or too many processes have generated code. */
  public long deferred() {
    return deferred.sum();
  }
}
