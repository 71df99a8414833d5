package dev.kedge.linux.cgroup;

import dev.kedge.linux.KernelFile;
import dev.kedge.linux.LinuxException;
import dev.kedge.model.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Observes every cgroup of the hierarchy with the cpu controller between two moments: limits,
 * counters at both ends, and what the threads did. Groups and threads may come and go at any
 * moment; a group that is not there at both ends is left out. One thread at a time.
 *
 * <p>Order of calls: {@link #begin}, any number of {@link #step}, {@link #end}.
 */
public final class CpuGroupObserver implements AutoCloseable {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_UNREAD = 1_000;
  private static final int MAX_STEPS = 1_000;

  private final Path root;
  private final GroupFiles files;
  private final ThreadClock clock;
  private final int maxGroups;
  private final int maxThreads;
  private final List<Observed> observed = new ArrayList<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private int threadsRead;

  /** One group between the calls. */
  private static final class Observed {
    private final Path directory;
    private final String path;
    private final boolean belowLimit;
    private final boolean limited;
    private final GroupUse before;
    private final Map<Integer, ThreadClock.Times> threads = new HashMap<>();
    private final List<Long> steps = new ArrayList<>();
    private OptionalLong lastUsage;
    private boolean threadsMeasured;

    Observed(Path directory, String path, boolean limited, boolean belowLimit, GroupUse before) {
      this.directory = directory;
      this.path = path;
      this.limited = limited;
      this.belowLimit = belowLimit;
      this.before = before;
      this.lastUsage = before.usageNanos();
    }
  }

  private record Place(Path directory, String path, int depth, boolean belowLimit) {}

  /**
   * Nothing is read yet.
   *
   * @param procRoot where procfs is
   * @param sysRoot what stands for {@code /sys} in mount points
   * @param maxGroups groups observed at most, those nearest to the root first
   * @param maxThreads threads whose times are read at most; those under a limit come first in the
   *     order of the tree
   * @throws LinuxException when no hierarchy with the cpu controller is mounted
   */
  public CpuGroupObserver(Path procRoot, Path sysRoot, int maxGroups, int maxThreads) {
    CgroupMounts mounts = CgroupMounts.read(procRoot, sysRoot);
    this.root =
        mounts
            .cpu()
            .orElseThrow(() ->
                new LinuxException(
                    "no cgroup hierarchy with the cpu controller is mounted here: mount one, or"
                        + " run where it is visible (not inside a container)"));
    this.files =
        mounts.cpuIsV1()
            ? new Version1Files(root, CgroupMounts.controller(procRoot, sysRoot, "cpuacct"))
            : new Version2Files();
    this.clock = new ThreadClock(procRoot);
    this.maxGroups = maxGroups;
    this.maxThreads = maxThreads;
  }

  /** Finds the groups and reads their counters. */
  public void begin() {
    observed.clear();
    unread.clear();
    threadsRead = 0;
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.add(new Place(root, "/", 0, false));
    while (!open.isEmpty()) {
      Place place = open.remove();
      if (observed.size() == maxGroups) {
        note(
            "only the first %d groups were read, %d or more were not"
                .formatted(maxGroups, open.size() + 1));
        break;
      }
      boolean limited = files.settings(place.directory()).map(GroupSettings::limited).orElse(false);
      boolean below = place.belowLimit() || limited;
      GroupUse use = files.use(place.directory());
      observed.add(new Observed(place.directory(), place.path(), limited, below, use));
      if (place.depth() < MAX_DEPTH) {
        addChildren(place, below, open);
      } else {
        note(place.path() + ": groups deeper than " + MAX_DEPTH + " levels are left out");
      }
    }
    observed.stream().filter(group -> group.belowLimit).forEach(this::beginThreads);
  }

  private void addChildren(Place parent, boolean below, ArrayDeque<Place> open) {
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            parent.directory(), child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
      for (Path child : children) {
        String prefix = parent.path().equals("/") ? "/" : parent.path() + "/";
        open.add(new Place(child, prefix + child.getFileName(), parent.depth() + 1, below));
      }
    } catch (IOException | DirectoryIteratorException e) {
      noteUnlessGone(parent.directory(), parent.path() + ": its groups");
    }
  }

  private void beginThreads(Observed group) {
    List<Integer> threads = threads(group);
    group.threadsMeasured = threadsRead + threads.size() <= maxThreads;
    if (!group.threadsMeasured) {
      note(group.path + ": times of its %d threads, to bound the cost".formatted(threads.size()));
      return;
    }
    threadsRead += threads.size();
    threads.forEach(tid -> clock.read(tid).ifPresent(times -> group.threads.put(tid, times)));
  }

  private List<Integer> threads(Observed group) {
    List<Integer> threads = new ArrayList<>();
    KernelFile.text(group.directory.resolve(files.threadList()))
        .ifPresentOrElse(
            text ->
                text.lines()
                    .map(CpuGroupObserver::tid)
                    .filter(OptionalInt::isPresent)
                    .forEach(tid -> threads.add(tid.getAsInt())),
            () -> noteUnlessGone(group.directory, group.path + ": " + files.threadList()));
    return threads;
  }

  private static OptionalInt tid(String line) {
    try {
      return OptionalInt.of(Integer.parseInt(line.strip()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** How many groups have a limit of their own; each costs a file in every step. */
  public int limitedGroups() {
    return (int) observed.stream().filter(group -> group.limited).count();
  }

  /** Notes the CPU time the groups with limits have used since the last call. */
  public void step() {
    for (Observed group : observed) {
      if (group.limited && group.steps.size() < MAX_STEPS) {
        OptionalLong usage = files.usage(group.directory);
        if (usage.isPresent() && group.lastUsage.isPresent()) {
          group.steps.add(Math.max(0, usage.getAsLong() - group.lastUsage.getAsLong()));
        }
        group.lastUsage = usage;
      }
    }
  }

  /**
   * Reads everything again.
   *
   * @param intervalNanos time since {@link #begin}
   * @return the groups in the order of the tree, parents before children
   */
  public List<CpuGroup> end(long intervalNanos) {
    List<CpuGroup> groups = new ArrayList<>(observed.size());
    for (Observed group : observed) {
      if (!Files.isDirectory(group.directory, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      GroupUse after = files.use(group.directory);
      if (after.usageNanos().isEmpty() && after.periods().isEmpty()) {
        noteUnlessGone(group.directory, group.path + ": its counters");
      }
      List<Integer> threads = threads(group);
      groups.add(
          new CpuGroup(
              group.path,
              files.settings(group.directory).orElse(GroupSettings.DEFAULTS),
              threads.stream()
                  .limit(1)
                  .flatMap(tid -> clock.allowedCpus(tid).stream())
                  .findFirst()
                  .orElse(""),
              group.before,
              after,
              endThreads(group, threads, intervalNanos),
              group.steps));
    }
    return groups;
  }

  private GroupThreads endThreads(Observed group, List<Integer> threads, long interval) {
    int active = 0;
    long busiest = 0;
    long run = 0;
    long unhindered = 0;
    long wait = 0;
    long slices = 0;
    int read = 0;
    for (int tid : group.threadsMeasured ? threads : List.<Integer>of()) {
      var now = clock.read(tid);
      if (now.isEmpty()) {
        continue;
      }
      read++;
      ThreadClock.Times then = group.threads.getOrDefault(tid, ThreadClock.Times.START);
      long ran = Math.max(0, now.get().runNanos() - then.runNanos());
      active += ran > 0 ? 1 : 0;
      busiest = Math.max(busiest, ran);
      run += ran;
      long waited = Math.max(0, now.get().waitNanos() - then.waitNanos());
      wait += waited;
      double freeToRun = Math.max(1e-9, 1.0 - (double) waited / interval);
      unhindered += Math.max(ran, Math.round(Math.min((double) interval, ran / freeToRun)));
      slices += Math.max(0, now.get().timeslices() - then.timeslices());
    }
    boolean measured = group.threadsMeasured && (read > 0 || threads.isEmpty());
    return new GroupThreads(
        threads.size(), active, busiest, run, unhindered, wait, slices, measured);
  }

  private void noteUnlessGone(Path directory, String what) {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      note(what + " could not be read");
    }
  }

  private void note(String what) {
    if (unread.size() < MAX_UNREAD) {
      unread.add(Printable.of(what, 400));
    }
  }

  /** What could not be read, one sentence each, at most 1000. */
  public List<String> unread() {
    return List.copyOf(unread);
  }

  @Override
  public void close() {
    clock.close();
  }
}
