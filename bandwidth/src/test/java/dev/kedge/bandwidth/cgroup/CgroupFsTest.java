package dev.kedge.bandwidth.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.sim.GroupCounters;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CgroupFsTest {
  private static final Group WEB = Group.of("/web", CpuLimit.of(20_000, 100_000));
  private static final Group POD = Group.of("/web/pod", CpuLimit.of(50_000, 100_000));

  private final LimitsOnly simulation = new LimitsOnly();

  @Test
  void showsTheScenariosGroups() {
    Group batch = new Group("/batch", CpuLimit.NONE, 512, true, OptionalLong.empty());
    CgroupFs fs = simulation.mount(CgroupVersion.V2, WEB, POD, batch);

    assertThat(fs.read("/web/pod/cpu.max")).isEqualTo("50000 100000\n");
    assertThat(fs.read("/batch/cpu.max")).isEqualTo("max 100000\n");
    assertThat(fs.read("/batch/cpu.idle")).isEqualTo("1\n");
    assertThat(fs.read("/batch/cpu.weight")).isEqualTo("1\n");
    assertThat(fs.list("/"))
        .containsExactly("batch", "cpu.pressure", "cpu.stat", "cpu.stat.local", "web");
    assertThat(fs.list("/web"))
        .contains("cpu.max", "cpu.max.burst", "cpu.weight", "cpu.weight.nice", "cpu.idle", "pod");
  }

  @Test
  void versionOneDoesNotTakeAChildAboveItsParent() {
    assertThatThrownBy(() -> simulation.mount(CgroupVersion.V1, WEB, POD))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining("/web/pod")
        .hasMessageContaining("50000 100000");
  }

  @Test
  void countersAreNanosecondsInVersionOneAndWholeMicrosecondsInVersionTwo() {
    simulation.counters =
        new GroupCounters(5_000_999, 4_000_999, 1_000_000, 12, 3, 7_000_999, 2, 1_999, 8_000_999);
    CgroupFs v1 = simulation.mount(CgroupVersion.V1, WEB);

    assertThat(v1.read("/web/cpu.stat"))
        .isEqualTo(
            "nr_periods 12\n"
                + "nr_throttled 3\n"
                + "throttled_time 7000999\n"
                + "nr_bursts 2\n"
                + "burst_time 1999\n");
    assertThat(v1.read("/web/cpu.stat.local")).isEqualTo("throttled_time 8000999\n");
    CgroupFs v2 = CgroupFs.mount(simulation, LimitsOnly.scenario(List.of(WEB)), CgroupVersion.V2);
    assertThat(v2.read("/web/cpu.stat"))
        .isEqualTo(
            "usage_usec 5000\nuser_usec 4000\nsystem_usec 1000\nnr_periods 12\nnr_throttled 3\n"
                + "throttled_usec 7000\nnr_bursts 2\nburst_usec 1\n");
    assertThat(v2.read("/web/cpu.stat.local")).isEqualTo("throttled_usec 8000\n");
  }

  @Test
  void busyGroupsStay() {
    CgroupFs fs = simulation.mount(CgroupVersion.V2, Group.of("/busy", CpuLimit.NONE));

    assertThat(ModelHierarchy.answer(() -> fs.rmdir("/busy"))).isEqualTo("EBUSY");
    assertThat(fs.list("/")).contains("busy");
  }

  @Test
  void aRefusalSaysWhichFileAndWhy() {
    CgroupFs fs = simulation.mount(CgroupVersion.V2, WEB);

    assertThatThrownBy(() -> fs.write("/web/cpu.max", "500"))
        .hasMessage("/web/cpu.max: EINVAL (invalid argument): quota of 500 us: at least 1000");
    assertThatThrownBy(() -> fs.read("/web/pod/cpu.max")).hasMessageContaining("no 'pod' there");
  }

  @Test
  void pathsAndFilesThatCannotBe() {
    CgroupFs fs = simulation.mount(CgroupVersion.V2, WEB);

    assertThat(ModelHierarchy.answer(() -> fs.mkdir("/a\nb"))).isEqualTo("EINVAL");
    assertThat(ModelHierarchy.answer(() -> fs.mkdir("/"))).isEqualTo("EEXIST");
    assertThat(ModelHierarchy.answer(() -> fs.mkdir("x"))).isEqualTo("ENOENT");
    assertThat(ModelHierarchy.answer(() -> fs.mkdir("/" + "x".repeat(5_000))))
        .isEqualTo("ENAMETOOLONG");
    assertThat(ModelHierarchy.answer(() -> fs.list("/web/cpu.max"))).isEqualTo("ENOTDIR");
    assertThat(ModelHierarchy.answer(() -> fs.read("/"))).isEqualTo("EISDIR");
    assertThat(ModelHierarchy.answer(() -> fs.write("/web/cpu.pressure", "some 150000 1000000")))
        .isEqualTo("EOPNOTSUPP");
  }

  @Test
  void pressureConvergesToTheShareOfTheTime() {
    simulation.someShare = 0.40;
    simulation.fullShare = 0.25;
    CgroupFs fs = simulation.mount(CgroupVersion.V2, WEB);

    fs.runUntil(1_999_000_000L);
    assertThat(fs.read("/web/cpu.pressure"))
        .isEqualTo(
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=799600\n"
                + "full avg10=0.00 avg60=0.00 avg300=0.00 total=499750\n");
    fs.runUntil(100_000_000_000L);
    assertThat(fs.read("/web/cpu.pressure"))
        .startsWith("some avg10=39.99 avg60=32.16 ")
        .contains("total=40000000\n", "total=25000000\n");
    assertThat(fs.read("/cpu.pressure"))
        .endsWith("full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
  }
}
