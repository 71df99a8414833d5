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
 * <p>Open the sampler first, then {@link #seed}, then drain: records made before the seeding are
 * replayed over it and lead to the same state. Processes that ended are kept for a while, because
 * their samples may be looked at later. Where records were lost, an address without a mapping
 * causes the process's maps to be read again, at growing intervals. One thread at a time.
 */
public final class ProcessTable implements ProcessRecordHandler {
  private static final long REPAIR_NANOS = 1_000_000_000L;
  private static final int MAX_FILES = 16_384;

  private final ProcessFiles files;
  private final int maxProcesses;
  private final int maxExited;
  private final Int2ObjectHashMap<TrackedProcess> processes = new Int2ObjectHashMap<>();
  private final ArrayDeque<TrackedProcess> exited = new ArrayDeque<>();
  private final Map<MappedFile, MappedFile> knownFiles = new HashMap<>();
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

  /** Reads all processes of procfs. */
  public void seed() {
    for (int pid : files.pids()) {
      load(pid);
    }
  }

  /**
   * The process of that id, read from procfs when it is not known yet; one without name and
   * mappings when it is gone already.
   */
  public TrackedProcess process(int pid) {
    TrackedProcess known = processes.get(pid);
    if (known == null) {
      known = load(pid);
    }
    known.used(++tick);
    return known;
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

  private TrackedProcess load(int pid) {
    Optional<TaskStat> stat = files.stat(pid);
    AddressSpace memory =
        stat.filter(task -> !task.kernelThread())
            .flatMap(task -> files.memory(pid))
            .orElse(AddressSpace.EMPTY);
    TrackedProcess process =
        new TrackedProcess(pid, stat.map(ProcessTable::name).orElse(""), shared(memory));
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

  /** The same mappings with each file described by one object for all processes. */
  private AddressSpace shared(AddressSpace memory) {
    return AddressSpace.of(
        memory.mappings().stream().map(mapping -> mapping.with(shared(mapping.file()))).toList());
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
    TrackedProcess process = process(record.pid());
    MappedFile file =
        MappedFile.of(record.path(), record.device(), record.inode(), record.buildId());
    process.remember(
        process
            .memory()
            .with(
                new Mapping(
                    record.address(),
                    record.address() + record.length(),
                    record.fileOffset(),
                    shared(file))));
  }

  @Override
  public void onComm(int pid, int tid, String comm, boolean exec, long timeNanos) {
    if (exec) {
      // The mappings of the new program follow as records of their own.
      TrackedProcess fresh = new TrackedProcess(pid, comm, AddressSpace.EMPTY);
      fresh.used(++tick);
      put(fresh);
    } else if (pid == tid) {
      process(pid).rename(comm);
    }
  }

  @Override
  public void onFork(int pid, int tid, int parentPid, int parentTid, long timeNanos) {
    if (pid == parentPid) {
      return;
    }
    TrackedProcess parent = process(parentPid);
    TrackedProcess child = new TrackedProcess(pid, parent.comm(), parent.memory());
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
