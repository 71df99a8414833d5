package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.sim.NiceWeight;
import dev.kedge.bandwidth.sim.Simulation;
import java.util.List;

/** The files of a group's weight, and {@code cpu.idle}, which overrides it. */
final class WeightFiles {
  private final Simulation simulation;
  private final CgroupVersion version;

  WeightFiles(Simulation simulation, CgroupVersion version) {
    this.simulation = simulation;
    this.version = version;
  }

  List<ControlFile> files() {
    boolean onRoot = version == CgroupVersion.V1;
    ControlFile idle =
        new ControlFile("cpu.idle", onRoot, group -> (group.idle ? 1 : 0) + "\n", this::storeIdle);
    return switch (version) {
      case V1 ->
          List.of(
              new ControlFile(
                  "cpu.shares",
                  true,
                  group -> shares(group) + "\n",
                  (group, text) -> set(group, CpuWeight.clampShares(KernelText.unsigned(text)))),
              idle);
      case V2 ->
          List.of(
              new ControlFile(
                  "cpu.weight",
                  false,
                  group -> CpuWeight.weightOfShares(shares(group)) + "\n",
                  this::storeWeight),
              new ControlFile(
                  "cpu.weight.nice",
                  false,
                  group -> NiceWeight.nearest(shares(group)) + "\n",
                  this::storeNice),
              idle);
    };
  }

  private void storeWeight(GroupDirectory group, String text) {
    long weight = KernelText.unsigned(text);
    // A number above 2^63 is negative here.
    if (weight < CpuWeight.MIN_WEIGHT || weight > CpuWeight.MAX_WEIGHT) {
      throw new CgroupFileException(
          Errno.ERANGE,
          "a weight is from %d to %d".formatted(CpuWeight.MIN_WEIGHT, CpuWeight.MAX_WEIGHT));
    }
    set(group, CpuWeight.sharesOfWeight((int) weight));
  }

  private void storeNice(GroupDirectory group, String text) {
    long nice = KernelText.signed(text);
    if (nice < -20 || nice > 19) {
      throw new CgroupFileException(Errno.ERANGE, "a nice level is from -20 to 19");
    }
    set(group, NiceWeight.of((int) nice));
  }

  private void storeIdle(GroupDirectory group, String text) {
    long idle = KernelText.signed(text);
    if (group.isRoot()) {
      throw new CgroupFileException(Errno.EINVAL, "the root group is never idle");
    }
    if (idle < 0 || idle > 1) {
      throw new CgroupFileException(Errno.EINVAL, "expected 0 or 1");
    }
    if (group.idle == (idle == 1)) {
      return;
    }
    group.idle = idle == 1;
    simulation.setIdle(group.group, group.idle);
    if (!group.idle) {
      set(group, Group.DEFAULT_SHARES);
    }
  }

  private int shares(GroupDirectory group) {
    return group.idle ? Group.IDLE_SHARES : simulation.shares(group.group);
  }

  private void set(GroupDirectory group, int shares) {
    if (group.isRoot()) {
      throw new CgroupFileException(Errno.EINVAL, "the root group has no weight");
    }
    if (group.idle) {
      throw new CgroupFileException(Errno.EINVAL, "the group is idle (cpu.idle)");
    }
    simulation.setShares(group.group, shares);
  }
}
