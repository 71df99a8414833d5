package dev.kedge.linux.cgroup;

import dev.kedge.linux.KernelFile;
import dev.kedge.linux.proc.Pressure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Version 2: everything in microseconds (cpu_extra_stat_show, cgroup_base_stat_cputime_show,
 * psi_show).
 */
record Version2Files() implements GroupFiles {
  static final String THREAD_LIST = "cgroup.threads";

  private static final long MICRO = 1_000;

  @Override
  public Optional<GroupSettings> settings(Path directory) {
    String[] max = KernelFile.text(directory.resolve("cpu.max")).orElse("").strip().split(" ", 3);
    OptionalLong weight = GroupFiles.number(directory.resolve("cpu.weight"));
    if (max.length != 2 || weight.isEmpty()) {
      return Optional.empty();
    }
    // cpu.weight is rounded as sched_weight_from_cgroup does it.
    long shares = (weight.getAsLong() * 1024 + 50) / 100;
    return Optional.of(
        new GroupSettings(
            max[0].equals("max") ? -1 : GroupFiles.number(max[0]).orElse(-1),
            GroupFiles.number(max[1]).orElse(100_000),
            GroupFiles.number(directory.resolve("cpu.max.burst")).orElse(0),
            Math.clamp(shares, 2, 262_144),
            GroupFiles.number(directory.resolve("cpu.idle")).orElse(0) == 1));
  }

  @Override
  public GroupUse use(Path directory) {
    Map<String, Long> stat = GroupFiles.fields(directory.resolve("cpu.stat"));
    Map<String, Long> local = GroupFiles.fields(directory.resolve("cpu.stat.local"));
    Optional<Pressure> pressure =
        KernelFile.text(directory.resolve("cpu.pressure")).flatMap(Version2Files::pressure);
    return new GroupUse(
        GroupFiles.field(stat, "usage_usec", MICRO),
        GroupFiles.field(stat, "user_usec", MICRO),
        GroupFiles.field(stat, "system_usec", MICRO),
        GroupFiles.field(stat, "nr_periods", 1),
        GroupFiles.field(stat, "nr_throttled", 1),
        GroupFiles.field(stat, "throttled_usec", MICRO),
        GroupFiles.field(stat, "nr_bursts", 1),
        GroupFiles.field(stat, "burst_usec", MICRO),
        GroupFiles.field(local, "throttled_usec", MICRO),
        pressure.map(p -> OptionalLong.of(p.someMicros() * MICRO)).orElse(OptionalLong.empty()),
        pressure
            .map(Pressure::fullMicros)
            .filter(OptionalLong::isPresent)
            .map(full -> OptionalLong.of(full.getAsLong() * MICRO))
            .orElse(OptionalLong.empty()));
  }

  private static Optional<Pressure> pressure(String text) {
    try {
      return Pressure.parse(text);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public OptionalLong usage(Path directory) {
    return GroupFiles.field(GroupFiles.fields(directory.resolve("cpu.stat")), "usage_usec", MICRO);
  }

  @Override
  public String threadList() {
    return THREAD_LIST;
  }
}
