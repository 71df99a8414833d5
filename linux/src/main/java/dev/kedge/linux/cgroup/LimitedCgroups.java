package dev.kedge.linux.cgroup;

import dev.kedge.linux.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cgroups with a CPU limit and how often they were throttled. The tree is searched for them now
 * and then, their counters are read each time. Groups may vanish at any moment. One thread at a
 * time.
 *
 * <p>Limit: {@code cpu.max} or {@code cpu.cfs_quota_us} and {@code cpu.cfs_period_us}; counters:
 * {@code cpu.stat}, whose throttled time is in microseconds in version 2 and in nanoseconds in
 * version 1 (cpu_cfs_stat_show and cpu_extra_stat_show, kernel/sched/core.c).
 */
public final class LimitedCgroups {
  private static final int MAX_VISITED = 50_000;
  private static final int MAX_DEPTH = 64;

  private final CgroupMounts mounts;
  private final int maxGroups;
  private final long searchIntervalNanos;
  private List<Limited> limited = List.of();
  private boolean searched;
  private long nextSearch;
  private int omitted;
  private long unreadable;

  private record Limited(Path directory, String path, double quotaCpus) {}

  private record Place(Path directory, String path, int depth) {}

  /**
   * Nothing is read yet.
   *
   * @param mounts where to look
   * @param maxGroups bound on the groups reported
   * @param searchIntervalNanos how often the tree is searched for groups with limits
   */
  public LimitedCgroups(CgroupMounts mounts, int maxGroups, long searchIntervalNanos) {
    this.mounts = mounts;
    this.maxGroups = maxGroups;
    this.searchIntervalNanos = searchIntervalNanos;
  }

  /**
   * The counters of all limited groups.
   *
   * @param nowNanos monotonic time
   */
  public List<CgroupThrottling> read(long nowNanos) {
    if (mounts.cpu().isEmpty()) {
      return List.of();
    }
    if (!searched || nowNanos - nextSearch >= 0) {
      searched = true;
      nextSearch = nowNanos + searchIntervalNanos;
      search(mounts.cpu().get());
    }
    List<CgroupThrottling> readings = new ArrayList<>(limited.size());
    for (Limited group : limited) {
      throttling(group).ifPresentOrElse(readings::add, () -> unreadable++);
    }
    return readings;
  }

  private void search(Path root) {
    List<Limited> found = new ArrayList<>();
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.add(new Place(root, "/", 0));
    int visited = 0;
    omitted = 0;
    while (!open.isEmpty()) {
      Place place = open.remove();
      if (++visited > MAX_VISITED) {
        omitted += open.size() + 1;
        break;
      }
      Optional<Double> quota = quota(place.directory());
      if (quota.isPresent()) {
        if (found.size() < maxGroups) {
          found.add(new Limited(place.directory(), place.path(), quota.get()));
        } else {
          omitted++;
        }
      }
      if (place.depth() < MAX_DEPTH) {
        addChildren(place, open);
      }
    }
    limited = List.copyOf(found);
  }

  private void addChildren(Place parent, ArrayDeque<Place> open) {
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            parent.directory(), child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
      for (Path child : children) {
        String prefix = parent.path().equals("/") ? "/" : parent.path() + "/";
        open.add(new Place(child, prefix + child.getFileName(), parent.depth() + 1));
      }
    } catch (IOException | DirectoryIteratorException e) {
      unreadable++;
    }
  }

  private Optional<Double> quota(Path directory) {
    if (mounts.cpuIsV1()) {
      return number(directory.resolve("cpu.cfs_quota_us"))
          .filter(quota -> quota > 0)
          .flatMap(quota ->
              number(directory.resolve("cpu.cfs_period_us"))
                  .filter(period -> period > 0)
                  .map(period -> (double) quota / period));
    }
    return KernelFile.text(directory.resolve("cpu.max")).flatMap(LimitedCgroups::quotaOfMax);
  }

  private static Optional<Double> quotaOfMax(String text) {
    String[] fields = text.strip().split(" ", -1);
    if (fields.length != 2 || fields[0].equals("max")) {
      return Optional.empty();
    }
    return number(fields[0])
        .flatMap(
            quota -> number(fields[1]).filter(p -> p > 0).map(period -> (double) quota / period));
  }

  private static Optional<Long> number(Path file) {
    return KernelFile.text(file).flatMap(text -> number(text.strip()));
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Optional<CgroupThrottling> throttling(Limited group) {
    return KernelFile.text(group.directory().resolve("cpu.stat"))
        .map(stat -> {
          long nanos =
              mounts.cpuIsV1()
                  ? field(stat, "throttled_time")
                  : 1000 * field(stat, "throttled_usec");
          return new CgroupThrottling(
              group.path(),
              group.quotaCpus(),
              field(stat, "nr_periods"),
              field(stat, "nr_throttled"),
              nanos);
        });
  }

  private static long field(String stat, String name) {
    for (String line : stat.split("\n", -1)) {
      if (line.startsWith(name)
          && line.length() > name.length()
          && line.charAt(name.length()) == ' ') {
        return number(line.substring(name.length() + 1).strip()).orElse(0L);
      }
    }
    return 0;
  }

  /** Groups left out in the last search because there were too many. */
  public int omitted() {
    return omitted;
  }

  /** Groups or directories that could not be read, most of them gone. */
  public long unreadable() {
    return unreadable;
  }
}
