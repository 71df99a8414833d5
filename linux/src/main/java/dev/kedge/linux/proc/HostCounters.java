package dev.kedge.linux.proc;

import dev.kedge.linux.KernelFile;
import dev.kedge.linux.MemoryCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Counters of the whole host out of procfs. A file that is missing, denied or of another form gives
 * an empty answer and is counted; nothing throws. Thread-safe.
 */
public final class HostCounters {
  private final Path procRoot;
  private final AtomicLong failures = new AtomicLong();

  /** Reads below a procfs mount. */
  public HostCounters(Path procRoot) {
    this.procRoot = procRoot;
  }

  private <T> Optional<T> read(String file, Function<String, Optional<T>> parse) {
    try {
      Optional<T> value = KernelFile.text(procRoot.resolve(file)).flatMap(parse);
      if (value.isEmpty()) {
        failures.incrementAndGet();
      }
      return value;
    } catch (NumberFormatException e) {
      failures.incrementAndGet();
      return Optional.empty();
    }
  }

  /** Readings that failed so far. */
  public long failures() {
    return failures.get();
  }

  /** Stalls on a resource: {@code cpu}, {@code memory} or {@code io}. */
  public Optional<Pressure> pressure(String resource) {
    return read("pressure/" + resource, Pressure::parse);
  }

  /** CPU times, interrupts, context switches, forks, boot time. */
  public Optional<SystemStat> stat() {
    return read("stat", HostCounters::parseStat);
  }

  /** The numbers of a line, one after the other, without taking the others apart. */
  private static final class Fields {
    private final String text;
    private final int end;
    private int from;
    private int to;

    Fields(String text, int from, int end) {
      this.text = text;
      this.to = from;
      this.end = end;
    }

    boolean next() {
      from = to;
      while (from < end && text.charAt(from) == ' ') {
        from++;
      }
      to = from;
      while (to < end && text.charAt(to) != ' ') {
        to++;
      }
      return from < to;
    }

    long number() {
      return Long.parseLong(text, from, to, 10);
    }
  }

  private static Optional<SystemStat> parseStat(String text) {
    long[] cpu = new long[10];
    boolean found = false;
    Map<String, Long> totals = new HashMap<>();
    int end;
    for (int at = 0; at < text.length(); at = end + 1) {
      int newline = text.indexOf('\n', at);
      end = newline < 0 ? text.length() : newline;
      if (text.startsWith("cpu ", at)) {
        found = true;
        Fields fields = new Fields(text, at + 4, end);
        for (int i = 0; i < cpu.length && fields.next(); i++) {
          cpu[i] = fields.number();
        }
      } else if (!text.startsWith("cpu", at)) {
        // Lines of single CPUs are passed over; of the interrupts' only the first of thousands
        // counts.
        int name = Math.max(at, text.indexOf(' ', at));
        Fields fields = new Fields(text, name, end);
        if (name < end && fields.next()) {
          totals.put(text.substring(at, name), fields.number());
        }
      }
    }
    // Guest time is counted in user time as well; here each tick counts once.
    return found
        ? Optional.of(
            new SystemStat(
                Math.max(0, cpu[0] - cpu[8]),
                Math.max(0, cpu[1] - cpu[9]),
                cpu[2],
                cpu[3],
                cpu[4],
                cpu[5],
                cpu[6],
                cpu[7],
                cpu[8] + cpu[9],
                totals.getOrDefault("intr", 0L),
                totals.getOrDefault("ctxt", 0L),
                totals.getOrDefault("btime", 0L),
                totals.getOrDefault("processes", 0L),
                Math.toIntExact(Math.clamp(totals.getOrDefault("procs_running", 0L), 0, 1 << 30)),
                Math.toIntExact(Math.clamp(totals.getOrDefault("procs_blocked", 0L), 0, 1 << 30))))
        : Optional.empty();
  }

  /** Use of memory. */
  public Optional<MemoryInfo> memory() {
    return read("meminfo", HostCounters::parseMemory);
  }

  private static Optional<MemoryInfo> parseMemory(String text) {
    Map<String, Long> bytes = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String value = line.substring(colon + 1).strip();
        boolean kilobytes = value.endsWith(" kB");
        String digits = kilobytes ? value.substring(0, value.length() - 3).strip() : value;
        bytes.put(line.substring(0, colon), Long.parseLong(digits) * (kilobytes ? 1024 : 1));
      }
    }
    if (!bytes.containsKey("MemTotal")) {
      return Optional.empty();
    }
    Function<String, Long> of = name -> bytes.getOrDefault(name, 0L);
    return Optional.of(
        new MemoryInfo(
            of.apply("MemTotal"),
            of.apply("MemFree"),
            of.apply("MemAvailable"),
            of.apply("AnonPages"),
            Math.max(0, of.apply("Cached") - of.apply("Shmem") + of.apply("Buffers")),
            of.apply("Shmem"),
            of.apply("PageTables") + of.apply("SecPageTables"),
            of.apply("Slab"),
            of.apply("KernelStack")));
  }

  /** Load averages and the number of tasks. */
  public Optional<LoadAverage> load() {
    return read("loadavg", HostCounters::parseLoad);
  }

  private static Optional<LoadAverage> parseLoad(String text) {
    String[] fields = text.strip().split(" ", -1);
    int slash = fields.length < 4 ? -1 : fields[3].indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new LoadAverage(
            Double.parseDouble(fields[0]),
            Double.parseDouble(fields[1]),
            Double.parseDouble(fields[2]),
            Integer.parseInt(fields[3].substring(0, slash)),
            Integer.parseInt(fields[3].substring(slash + 1))));
  }

  /** CPU time and memory of this process. */
  public Optional<OwnCost> ownCost() {
    long peak = read("self/status", HostCounters::parsePeak).orElse(0L);
    return read(
        "self/stat",
        text ->
            TaskStat.parse(text)
                .map(stat ->
                    new OwnCost(
                        Duration.ofMillis(
                            (stat.userTicks() + stat.systemTicks())
                                * (1000 / TaskStat.TICKS_PER_SECOND)),
                        stat.rssPages() * MemoryCalls.pageSize(),
                        peak)));
  }

  private static Optional<Long> parsePeak(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.substring(6).replace("kB", "").strip()) * 1024)
        .findFirst();
  }
}
