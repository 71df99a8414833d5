package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.MappedFileOpener;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.OwnVdso;
import dev.kedge.model.BuildId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which table belongs to which mapped file. Two threads meet here: the one that drains the rings
 * asks ({@link #find}, {@link #takeAnswers}) and never reads a file; the other ({@link #work})
 * opens files and makes tables. They talk through two queues. A table that is dropped for want of
 * memory is forgotten by the asking thread first and then closed by the working one, so that none
 * is closed while it is read.
 */
public final class UnwindTables {
  private static final int MAX_WAITING = 4_096;
  private static final int MAX_FILES = 32_768;
  private static final long RETRY_NANOS = 60_000_000_000L;

  private final MappedFileOpener opener;
  private final Path procRoot;
  private final UnwindTableFiles files;
  private volatile long maxBytes;
  private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(MAX_WAITING);
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();

  // Of the asking thread.
  private final IdentityHashMap<MappedFile, Known> known = new IdentityHashMap<>();
  private final IdentityHashMap<UnwindTable, LastUse> tables = new IdentityHashMap<>();
  private long tick;
  private long bytes;

  // Of the working thread.
  private final Map<BuildId, UnwindTable> byBuildId = new HashMap<>();

  private final LongAdder deferred = new LongAdder();
  private final LongAdder unreadable = new LongAdder();

  /** What the working thread is to do. */
  private sealed interface Order {
    /** To make or find the table of a mapped file. */
    record Make(int pid, Mapping mapping) implements Order {}

    /** To close a table that the asking thread has forgotten. */
    record Close(UnwindTable table) implements Order {}

    /** To look whether there is reason to go on. */
    record Wake() implements Order {}
  }

  private record Answer(MappedFile file, UnwindTable table, boolean failed) {}

  /** What is known of a file; {@code retryNanos} only counts where it failed. */
  private record Known(State state, UnwindTable table, long retryNanos) {
    private static final Known PENDING = new Known(State.PENDING, UnwindTable.EMPTY, 0);
  }

  private enum State {
    PENDING,
    READY,
    FAILED
  }

  private static final class LastUse {
    private long tick;
  }

  private UnwindTables(Path procRoot, UnwindTableFiles files, long maxBytes) {
    this.procRoot = procRoot;
    this.opener = new MappedFileOpener(procRoot);
    this.files = files;
    this.maxBytes = maxBytes;
  }

  /**
   * No tables yet.
   *
   * @param procRoot where procfs is mounted
   * @param directory where table files are kept; made when it does not exist
   * @param maxDiskBytes budget of the table files
   * @param maxBytes budget of the tables in use
   * @throws IOException when the directory cannot be used
   */
  public static UnwindTables open(Path procRoot, Path directory, long maxDiskBytes, long maxBytes)
      throws IOException {
    return new UnwindTables(procRoot, UnwindTableFiles.open(directory, maxDiskBytes), maxBytes);
  }

  /** Whether a file's table is still to come; {@link #find} was asked before. Asking thread. */
  boolean pending(MappedFile file) {
    Known entry = known.get(file);
    return entry == null || entry.state() == State.PENDING;
  }

  /** The table of a mapped file; an empty one while it is not there. Asking thread. */
  UnwindTable find(int pid, Mapping mapping, long nowNanos) {
    Known entry = known.get(mapping.file());
    if (entry == null || (entry.state() == State.FAILED && nowNanos - entry.retryNanos() > 0)) {
      order(pid, mapping);
      return UnwindTable.EMPTY;
    }
    if (entry.state() == State.READY) {
      LastUse use = tables.get(entry.table());
      if (use != null) {
        use.tick = tick;
      }
    }
    return entry.table();
  }

  private void order(int pid, Mapping mapping) {
    if (orders.offer(new Order.Make(pid, mapping))) {
      known.put(mapping.file(), Known.PENDING);
    } else {
      deferred.increment();
    }
  }

  /** Takes up the tables that are ready by now. Asking thread, once for each drain. */
  public void takeAnswers(long nowNanos) {
    tick++;
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      if (known.size() >= MAX_FILES) {
        forgetAll();
      }
      if (answer.failed()) {
        known.put(
            answer.file(), new Known(State.FAILED, UnwindTable.EMPTY, nowNanos + RETRY_NANOS));
        continue;
      }
      take(answer.file(), answer.table());
    }
  }

  private void take(MappedFile file, UnwindTable table) {
    if (table.closing()) {
      // Dropped while this answer was on its way: asked for again when it is met again.
      known.remove(file);
      return;
    }
    if (table.serial() != 0 && !tables.containsKey(table)) {
      tables.put(table, new LastUse());
      bytes += table.size();
    }
    known.put(file, new Known(State.READY, table, 0));
    boolean dropped = true;
    while (dropped && bytes > maxBytes && tables.size() > 1) {
      dropped = dropOldest(table);
    }
  }

  private boolean dropOldest(UnwindTable kept) {
    UnwindTable oldest = kept;
    long oldestTick = Long.MAX_VALUE;
    for (Map.Entry<UnwindTable, LastUse> each : tables.entrySet()) {
      if (each.getKey() != kept && each.getValue().tick < oldestTick) {
        oldest = each.getKey();
        oldestTick = each.getValue().tick;
      }
    }
    return oldest != kept && drop(oldest);
  }

  private boolean drop(UnwindTable table) {
    if (!orders.offer(new Order.Close(table))) {
      return false;
    }
    table.markClosing();
    tables.remove(table);
    bytes -= table.size();
    known.values().removeIf(entry -> entry.table() == table);
    return true;
  }

  private void forgetAll() {
    for (UnwindTable table : tables.keySet().toArray(UnwindTable[]::new)) {
      drop(table);
    }
    known.values().removeIf(entry -> entry.state() != State.READY || entry.table().serial() == 0);
  }

  /** Has a working thread that waits for an order go on. Any thread. */
  public void wake() {
    // Where there is no room for it there is work, and no waiting.
    boolean ignored = orders.offer(new Order.Wake());
  }

  /**
   * Waits for an order and carries it out. Working thread.
   *
   * @return whether there was one
   */
  public boolean work(long timeoutMillis) throws InterruptedException {
    Order order = orders.poll(timeoutMillis, TimeUnit.MILLISECONDS);
    if (order == null) {
      return false;
    }
    switch (order) {
      case Order.Make make -> answer(make);
      case Order.Close(UnwindTable table) -> {
        byBuildId.values().removeIf(other -> other == table);
        table.close();
      }
      case Order.Wake() -> {}
    }
    return true;
  }

  /** Every order is answered, or its file would stay pending for good. */
  private void answer(Order.Make make) {
    try {
      make(make);
    } catch (RuntimeException e) {
      unreadable.increment();
      answers.add(new Answer(make.mapping().file(), UnwindTable.EMPTY, true));
    }
  }

  private void make(Order.Make make) {
    MappedFile file = make.mapping().file();
    Optional<UnwindTable> ready =
        file.buildId().flatMap(id -> Optional.ofNullable(byBuildId.get(id)));
    if (ready.isPresent()) {
      answers.add(new Answer(file, ready.get(), false));
      return;
    }
    UnwindTable[] found = new UnwindTable[1];
    String problem =
        switch (file.kind()) {
          case FILE ->
              opener.open(
                  make.pid(),
                  make.mapping(),
                  channel -> {
                    Optional<UnwindTable> table = table(channel, file);
                    table.ifPresent(accepted -> found[0] = accepted);
                    return table.isPresent();
                  });
          case VDSO -> vdso(found);
          case ANONYMOUS, SPECIAL -> "no file is mapped";
        };
    if (!problem.isEmpty()) {
      unreadable.increment();
    }
    answers.add(
        problem.isEmpty()
            ? new Answer(file, found[0], false)
            : new Answer(file, UnwindTable.EMPTY, true));
  }

  /** Empty when the file has another build-id than the one that was mapped. */
  private Optional<UnwindTable> table(FileChannel channel, MappedFile expected) throws IOException {
    try (ElfFile elf = ElfFile.open(channel)) {
      Optional<BuildId> buildId = elf.buildId();
      if (expected.buildId().isPresent() && !expected.buildId().equals(buildId)) {
        return Optional.empty();
      }
      return Optional.of(table(elf, buildId));
    } catch (ElfException e) {
      unreadable.increment();
      return Optional.of(UnwindTable.EMPTY);
    }
  }

  private UnwindTable table(ElfFile elf, Optional<BuildId> buildId) throws IOException {
    Optional<UnwindTable> same = buildId.flatMap(id -> Optional.ofNullable(byBuildId.get(id)));
    if (same.isPresent()) {
      return same.get();
    }
    UnwindTable table = files.table(elf);
    if (table.serial() != 0) {
      buildId.ifPresent(id -> byBuildId.put(id, table));
    }
    return table;
  }

  private String vdso(UnwindTable[] found) {
    try (ElfFile elf = OwnVdso.read(procRoot)) {
      found[0] = table(elf, elf.buildId());
      return "";
    } catch (ElfException | IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Sets another budget of the tables in use; kept from the next table on. */
  public void limit(long bytesAtMost) {
    maxBytes = bytesAtMost;
  }

  /** Orders given up because too many waited; they are given again when the file is met again. */
  public long deferred() {
    return deferred.sum();
  }

  /** Files that could not be read. */
  public long unreadable() {
    return unreadable.sum();
  }
}
