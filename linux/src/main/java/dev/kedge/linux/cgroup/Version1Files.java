package dev.kedge.linux.cgroup;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Version 1: {@code cpu.cfs_*} in microseconds, {@code cpu.stat} in nanoseconds; CPU time is kept
 * by cpuacct, which may be mounted elsewhere (cpu_cfs_stat_show, cpuusage_user_read).
 *
 * @param cpu mount of the cpu controller
 * @param cpuacct mount of cpuacct
 */
record Version1Files(Path cpu, Optional<Path> cpuacct) implements GroupFiles {
  static final String THREAD_LIST = "tasks";

  @Override
  public Optional<GroupSettings> settings(Path directory) {
    OptionalLong shares = GroupFiles.number(directory.resolve("cpu.shares"));
    if (shares.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new GroupSettings(
            Math.max(-1, GroupFiles.number(directory.resolve("cpu.cfs_quota_us")).orElse(-1)),
            GroupFiles.number(directory.resolve("cpu.cfs_period_us")).orElse(100_000),
            GroupFiles.number(directory.resolve("cpu.cfs_burst_us")).orElse(0),
            Math.clamp(shares.getAsLong(), 2, 262_144),
            GroupFiles.number(directory.resolve("cpu.idle")).orElse(0) == 1));
  }

  @Override
  public GroupUse use(Path directory) {
    Map<String, Long> stat = GroupFiles.fields(directory.resolve("cpu.stat"));
    Map<String, Long> local = GroupFiles.fields(directory.resolve("cpu.stat.local"));
    return new GroupUse(
        usage(directory),
        accounted(directory, "cpuacct.usage_user"),
        accounted(directory, "cpuacct.usage_sys"),
        GroupFiles.field(stat, "nr_periods", 1),
        GroupFiles.field(stat, "nr_throttled", 1),
        GroupFiles.field(stat, "throttled_time", 1),
        GroupFiles.field(stat, "nr_bursts", 1),
        GroupFiles.field(stat, "burst_time", 1),
        GroupFiles.field(local, "throttled_time", 1),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  @Override
  public OptionalLong usage(Path directory) {
    return accounted(directory, "cpuacct.usage");
  }

  @Override
  public String threadList() {
    return THREAD_LIST;
  }

  private OptionalLong accounted(Path directory, String file) {
    return cpuacct
        .map(mount -> mount.resolve(cpu.relativize(directory).toString()).resolve(file))
        .map(GroupFiles::number)
        .orElse(OptionalLong.empty());
  }
}
