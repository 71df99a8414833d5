package dev.kedge.bandwidth.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.cgroup.CgroupVersion;
import dev.kedge.bandwidth.cgroup.Mounted;
import dev.kedge.bandwidth.cgroup.QuotaRatio;
import dev.kedge.bandwidth.host.CounterReading;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.ThreadActivity;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.model.CgroupMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every write the check proposes is accepted by the kernel's rules, and mends what it is for. */
class FixPropertiesTest {
  private static final String[] RELEASES = {"5.4", "6.12.95", "6.18.44", "7.2.12", "7.3"};
  private static final long[] PERIODS = {
    1_000, 10_000, 25_000, 50_000, 100_000, 333_333, 1_000_000
  };
  private static final long[] TICKS = {1_000, 3_333, 4_000, 10_000};

  @Property(tries = 300)
  void fixesAreAcceptedAndMend(@ForAll long seed, @ForAll boolean v1) {
    Random random = new Random(seed);
    CgroupVersion version = v1 ? CgroupVersion.V1 : CgroupVersion.V2;
    HostSnapshot host = host(random, version);

    for (Finding finding : new LimitCheck().findings(host)) {
      if (finding.fix().writes().isEmpty()) {
        continue;
      }
      Mounted mounted =
          Mounted.groups(
              version,
              host.groups().stream()
                  .map(group -> Group.of(group.path(), group.limit()))
                  .toArray(Group[]::new));
      Simulation simulation = mounted.simulation();
      finding.fix().writes().forEach(write -> mounted.fs().write(write.file(), write.value()));
      List<GroupSnapshot> mended =
          host.groups().stream()
              .map(group -> group(group, simulation.limit(simulation.group(group.path()))))
              .toList();

      assertThat(new LimitCheck().findings(withGroups(host, mended)))
          .as("%s after %s", finding, finding.fix().writes())
          .noneMatch(
              left -> left.group().equals(finding.group()) && left.rule().equals(finding.rule()));
    }
  }

  private static HostSnapshot host(Random random, CgroupVersion version) {
    List<GroupSnapshot> groups = new ArrayList<>();
    List<String> paths = new ArrayList<>(List.of(""));
    List<Long> ratios = new ArrayList<>(List.of(QuotaRatio.UNLIMITED));
    for (int i = 0; i < 6; i++) {
      int parent = random.nextInt(paths.size());
      CpuLimit limit = limit(random);
      if (version == CgroupVersion.V1 && !QuotaRatio.fits(ratios.get(parent), limit)) {
        limit = CpuLimit.NONE;
      }
      String path = paths.get(parent) + "/g" + i;
      paths.add(path);
      ratios.add(QuotaRatio.below(ratios.get(parent), limit));
      groups.add(
          HostCase.group(
              path,
              limit,
              ThreadActivity.counted(random.nextInt(4) * random.nextInt(40)),
              random.nextInt(4) == 0 ? CpuSet.of(0) : CpuSet.ALL,
              CounterReading.NONE));
    }
    return HostCase.host(
        RELEASES[random.nextInt(RELEASES.length)],
        1 + random.nextInt(8),
        TICKS[random.nextInt(TICKS.length)],
        version == CgroupVersion.V1 ? CgroupMode.V1 : CgroupMode.V2,
        groups);
  }

  private static CpuLimit limit(Random random) {
    if (random.nextInt(3) == 0) {
      return CpuLimit.NONE.withBurst(random.nextInt(2) * 5_000L);
    }
    long period = PERIODS[random.nextInt(PERIODS.length)];
    long quota = Math.max(1_000, (long) (period * Math.exp(random.nextGaussian())));
    return new CpuLimit(quota, period, random.nextInt(3) == 0 ? random.nextLong(quota + 1) : 0);
  }

  private static GroupSnapshot group(GroupSnapshot group, CpuLimit limit) {
    return HostCase.group(group.path(), limit, group.threads(), group.cpus(), CounterReading.NONE);
  }

  private static HostSnapshot withGroups(HostSnapshot host, List<GroupSnapshot> groups) {
    return new HostSnapshot(
        host.kernelRelease(),
        host.cpus(),
        host.tickNs(),
        host.baseSliceNs(),
        host.bandwidthSliceNs(),
        host.cgroups(),
        host.takenAt(),
        host.intervalNs(),
        host.stepNs(),
        groups,
        host.unread());
  }
}
