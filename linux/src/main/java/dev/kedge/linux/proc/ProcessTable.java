package dev.kedge.linux.proc;

import dev.kedge.linux.perf.MmapRecord;
import dev.kedge.linux.perf.ProcessRecordHandler;
import dev.kedge.model.Limitation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Which file lies at which address of which process, kept up by perf records and seeded from
 * procfs.
 *
 * <p>Open the sampler first, then {@link #seed} and drain in turns: records made before the seeding
 * are replayed over it and lead to the same state. Processes that ended are kept for a while,
 * because their samples may be looked at later. Where records were lost, an address without a
 * mapping causes the process's maps to be read again, at growing intervals.
 *
 * <p>Processes that nobody asks for cost next to nothing: their mappings are put in order only when
 * {@link #process} or {@link #locate} is called. One thread at a time.
 */
public final class ProcessTable implements ProcessRecordHandler {
  private static final long REPAIR_NANOS = 1_000_000_000L;
  private static final int MAX_FILES = 16_384;

  /** Past so many a process that maps code all the time is looked at, sampled or not. */
  private static final int MAX_WAITING = 64;

  private final ProcessFiles files;
  private final int maxProcesses;
  private final int maxExited;
  private final Int2ObjectHashMap<TrackedProcess> processes = new Int2ObjectHashMap<>();
  private final ArrayDeque<TrackedProcess> exited = new ArrayDeque<>();
  private final Map<MappedFile, MappedFile> knownFiles = new HashMap<>();
  private boolean seeding;
  private int[] unseeded = {};
  private int seeded;
  private long tick;
  private long evicted;
  private long repairs;

  /**
   * An empty table.
   *
   * @param files procfs
   * @param maxProcesses bound on all processes; the least recently used make room
   * @param maxExited bound on those of them that ended
   */
  public ProcessTable(ProcessFiles files, int maxProcesses, int maxExited) {
    this.files = files;
    this.maxProcesses = maxProcesses;
    this.maxExited = maxExited;
  }

  /** Reads all processes of procfs that are not known yet. */
  public void seed() {
    seed(Long.MAX_VALUE);
  }

  /**
   * Reads processes of procfs, for some time.
   *
   * @param nanos ends after the process at which this much time has gone by
   * @return whether there are more to read
   */
  public boolean seed(long nanos) {
    long start = System.nanoTime();
    if (!seeding) {
      seeding = true;
      unseeded = files.pids();
    }
    boolean more = seeded < unseeded.length;
    while (more) {
      int pid = unseeded[seeded++];
      if (!processes.containsKey(pid)) {
        load(pid);
      }
      more = seeded < unseeded.length && System.nanoTime() - start < nanos;
    }
    return seeded < unseeded.length;
  }

  /**
   * The process of that id, read from procfs when it is not known yet; one without name and
   * mappings when it is gone already.
   */
  public TrackedProcess process(int pid) {
    TrackedProcess known = processes.get(pid);
    if (known == null || !known.read()) {
      known = load(pid);
    }
    catchUp(known);
    known.used(++tick);
    return known;
  }

  /** Puts the mappings in order that were reported since the process was last asked for. */
  private void catchUp(TrackedProcess process) {
    TrackedProcess.Waiting waiting = process.takeWaiting();
    if (waiting.count() == 0) {
      return;
    }
    Mapping[] inOrder = new Mapping[waiting.count()];
    while (waiting instanceof TrackedProcess.Waiting.More more) {
      inOrder[more.count() - 1] = mapping(more.newest());
      waiting = more.before();
    }
    AddressSpace memory = process.memory();
    for (Mapping mapping : inOrder) {
      memory = memory.with(mapping);
    }
    process.remember(memory);
  }

  private Mapping mapping(MmapRecord record) {
    MappedFile file =
        MappedFile.of(record.path(), record.device(), record.inode(), record.buildId());
    return new Mapping(
        record.address(), record.address() + record.length(), record.fileOffset(), shared(file));
  }

  /**
   * The mapping at a user address.
   *
   * @param pid process
   * @param address where
   * @param nowNanos time of the sample, for the rate of repairs
   */
  public Optional<Mapping> locate(int pid, long address, long nowNanos) {
    TrackedProcess process = process(pid);
    Optional<Mapping> found = process.memory().find(address);
    if (found.isPresent() || !process.takeRepair(nowNanos, REPAIR_NANOS)) {
      return found;
    }
    repairs++;
    files.memory(pid).ifPresent(fresh -> process.remember(merge(process.memory(), fresh)));
    return process.memory().find(address);
  }

  /** Fresh mappings from procfs, with the build-ids that records told and procfs does not. */
  private AddressSpace merge(AddressSpace known, AddressSpace fresh) {
    return AddressSpace.of(
        fresh.mappings().stream()
            .map(mapping ->
                known
                    .find(mapping.start())
                    .filter(old -> old.file().path().equals(mapping.file().path()))
                    .map(old -> mapping.with(old.file()))
                    .orElseGet(() -> mapping.with(shared(mapping.file()))))
            .toList());
  }

  /** Reads a process that is not known, or known from records only whose start was not seen. */
  private TrackedProcess load(int pid) {
    Optional<TrackedProcess> told = Optional.ofNullable(processes.get(pid));
    told.ifPresent(this::catchUp);
    // The number of one that has ended may belong to another by now.
    Optional<TaskStat> stat =
        told.filter(TrackedProcess::exited).isPresent() ? Optional.empty() : files.stat(pid);
    AddressSpace records = told.map(TrackedProcess::memory).orElse(AddressSpace.EMPTY);
    AddressSpace memory =
        stat.filter(task -> !task.kernelThread())
            .flatMap(task -> files.memory(pid))
            .map(fresh -> merge(records, fresh))
            .orElse(records);
    String comm = stat.map(ProcessTable::name).or(() -> told.map(TrackedProcess::comm)).orElse("");
    TrackedProcess process =
        told.filter(task -> !task.exited())
            .map(task -> task.with(comm, memory))
            .orElseGet(() -> new TrackedProcess(pid, comm, memory));
    put(process);
    if (stat.isEmpty()) {
      retire(process);
    }
    return process;
  }

  /** procfs appends to the name of a worker of the kernel what it works on at the moment. */
  private static String name(TaskStat stat) {
    String comm = stat.comm();
    if (stat.kernelThread() && comm.startsWith("kworker/")) {
      for (int i = 0; i < comm.length(); i++) {
        if (comm.charAt(i) == '-' || comm.charAt(i) == '+') {
          return comm.substring(0, i);
        }
      }
    }
    return comm;
  }

  private MappedFile shared(MappedFile file) {
    if (knownFiles.size() >= MAX_FILES) {
      knownFiles.clear();
    }
    MappedFile known = knownFiles.putIfAbsent(file, file);
    return known == null ? file : known;
  }

  @Override
  public void onMmap2(MmapRecord record) {
    TrackedProcess process = known(record.pid());
    if (process.mapped(record) >= MAX_WAITING) {
      catchUp(process);
    }
  }

  /** The process of that id, which procfs is not asked about before it is needed. */
  private TrackedProcess known(int pid) {
    TrackedProcess known = processes.get(pid);
    if (known == null) {
      known = TrackedProcess.unread(pid);
      put(known);
    }
    known.used(++tick);
    return known;
  }

  @Override
  public void onComm(int pid, int tid, String comm, boolean exec, long timeNanos) {
    if (exec) {
      // The mappings of the new program follow as records of their own.
      TrackedProcess fresh = known(pid).with(comm, AddressSpace.EMPTY);
      fresh.used(++tick);
      put(fresh);
    } else if (pid == tid) {
      known(pid).rename(comm);
    }
  }

  @Override
  public void onFork(int pid, int tid, int parentPid, int parentTid, long timeNanos) {
    if (pid == parentPid) {
      return;
    }
    TrackedProcess child = known(parentPid).fork(pid);
    child.used(++tick);
    put(child);
  }

  @Override
  public void onExit(int pid, int tid, long timeNanos) {
    TrackedProcess process = processes.get(pid);
    if (pid == tid && process != null && !process.exited()) {
      retire(process);
    }
  }

  private void put(TrackedProcess process) {
    if (processes.size() >= maxProcesses) {
      evict();
    }
    processes.put(process.pid(), process);
  }

  private void retire(TrackedProcess process) {
    process.markExited();
    exited.add(process);
    while (exited.size() > maxExited) {
      TrackedProcess oldest = exited.remove();
      // The id may belong to a new process by now.
      if (processes.get(oldest.pid()) == oldest) {
        processes.remove(oldest.pid());
      }
    }
  }

  /** Makes room by dropping the eighth that was not used for longest. */
  private void evict() {
    long[] uses = processes.values().stream().mapToLong(TrackedProcess::lastUsed).toArray();
    Arrays.sort(uses);
    long limit = uses[uses.length / 8];
    int before = processes.size();
    processes.values().removeIf(process -> process.lastUsed() <= limit);
    evicted += before - processes.size();
  }

  /** The process that made another; 0 where that was not seen. Asks procfs nothing. */
  public int parentOf(int pid) {
    TrackedProcess process = processes.get(pid);
    return process == null ? 0 : process.parent();
  }

  /** Processes known, those that ended included. */
  public int size() {
    return processes.size();
  }

  /** Processes dropped because there were too many. */
  public long evicted() {
    return evicted;
  }

  /** How often maps were read again because an address had no mapping. */
  public long repairs() {
    return repairs;
  }

  /** What procfs refused, if anything. */
  public Optional<Limitation> limitation() {
    return files.limitation();
  }
}
