package dev.kedge.bandwidth.cgroup;

import static dev.kedge.bandwidth.cgroup.ModelHierarchy.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.sim.GroupCounters;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CgroupFsTest {
  private static final Group WEB = Group.of("/web", CpuLimit.of(20_000, 100_000));
  private static final Group POD = Group.of("/web/pod", CpuLimit.of(50_000, 100_000));
  private static final Workload HOG = hog("/web");

  private static Workload hog(String group) {
    return Workload.of(
            "hog" + group.replace('/', '-'),
            group,
            1,
            List.of(Step.Repeat.forever(List.of(new Step.Run(Span.ms(10))))))
        .on(CpuSet.of(0));
  }

  @Test
  void showsTheScenariosGroups() {
    Group batch = new Group("/batch", CpuLimit.NONE, 512, true, OptionalLong.empty());
    CgroupFs fs = Mounted.groups(CgroupVersion.V2, WEB, POD, batch).fs();

    assertThat(fs.read("/web/pod/cpu.max")).isEqualTo("50000 100000\n");
    assertThat(fs.read("/batch/cpu.max")).isEqualTo("max 100000\n");
    assertThat(fs.read("/batch/cpu.idle")).isEqualTo("1\n");
    assertThat(fs.read("/batch/cpu.weight")).isEqualTo("1\n");
    assertThat(fs.list("/"))
        .containsExactly(
            "batch", "cgroup.procs", "cpu.pressure", "cpu.stat", "cpu.stat.local", "web");
    assertThat(fs.list("/web"))
        .contains("cpu.max", "cpu.max.burst", "cpu.weight", "cpu.weight.nice", "cpu.idle", "pod");
  }

  @Test
  void versionOneDoesNotTakeAChildAboveItsParent() {
    assertThatThrownBy(() -> Mounted.groups(CgroupVersion.V1, WEB, POD))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining("/web/pod")
        .hasMessageContaining("50000 100000");
  }

  @Test
  void countersAreNanosecondsInVersionOneAndWholeMicrosecondsInVersionTwo() {
    Mounted v1 = Mounted.with(CgroupVersion.V1, List.of(WEB), HOG);
    Mounted v2 = Mounted.with(CgroupVersion.V2, List.of(WEB), HOG);
    v1.fs().runUntil(1_050_000_000);
    v2.fs().runUntil(1_050_000_000);
    GroupCounters counters = v1.simulation().counters(v1.simulation().group("/web"));

    assertThat(counters.nrThrottled()).isPositive();
    assertThat(v1.fs().read("/web/cpu.stat"))
        .isEqualTo(
            "nr_periods %d\nnr_throttled %d\nthrottled_time %d\nnr_bursts 0\nburst_time 0\n"
                .formatted(counters.nrPeriods(), counters.nrThrottled(), counters.throttledNs()));
    assertThat(v1.fs().read("/web/cpu.stat.local"))
        .isEqualTo("throttled_time %d\n".formatted(counters.throttledLocalNs()));
    assertThat(v2.fs().read("/web/cpu.stat"))
        .isEqualTo(
            """
            usage_usec %d
            user_usec %d
            system_usec %d
            nr_periods %d
            nr_throttled %d
            throttled_usec %d
            nr_bursts 0
            burst_usec 0
            """
                .formatted(
                    counters.usageNs() / 1_000,
                    counters.userNs() / 1_000,
                    counters.systemNs() / 1_000,
                    counters.nrPeriods(),
                    counters.nrThrottled(),
                    counters.throttledNs() / 1_000));
    assertThat(v2.fs().read("/web/cpu.stat.local"))
        .isEqualTo("throttled_usec %d\n".formatted(counters.throttledLocalNs() / 1_000));
  }

  @Test
  void aWrittenLimitHoldsFromThenOn() {
    Mounted host = Mounted.with(CgroupVersion.V2, List.of(WEB), HOG);
    int web = host.simulation().group("/web");
    host.fs().runUntil(1_000_000_000);
    long before = host.simulation().counters(web).usageNs();

    host.fs().write("/web/cpu.max", "50000");
    host.fs().runUntil(2_000_000_000);

    assertThat(before).isBetween(190_000_000L, 230_000_000L);
    assertThat(host.simulation().counters(web).usageNs() - before)
        .isBetween(480_000_000L, 560_000_000L);
  }

  @Test
  void tasksAreListedAndMovedByTheirIds() {
    Mounted host = Mounted.with(CgroupVersion.V2, List.of(WEB, POD), HOG, hog("/web/pod"));
    CgroupFs fs = host.fs();

    assertThat(fs.read("/web/cgroup.procs")).isEqualTo("1\n");
    assertThat(fs.read("/web/pod/cgroup.procs")).isEqualTo("2\n");
    fs.write("/web/pod/cgroup.procs", " 1\n");
    fs.runUntil(500_000_000);
    assertThat(fs.read("/web/cgroup.procs")).isEmpty();
    assertThat(fs.read("/web/pod/cgroup.procs")).isEqualTo("1\n2\n");

    assertThat(answer(() -> fs.write("/web/cgroup.procs", "2"))).isEqualTo("EBUSY");
    assertThat(answer(() -> fs.write("/web/pod/cgroup.procs", "3"))).isEqualTo("ESRCH");
    assertThat(answer(() -> fs.write("/web/pod/cgroup.procs", "0"))).isEqualTo("ESRCH");
    assertThat(answer(() -> fs.write("/web/pod/cgroup.procs", "hog"))).isEqualTo("EINVAL");
    assertThat(answer(() -> fs.write("/web/pod/cgroup.procs", "-1"))).isEqualTo("EINVAL");
    assertThat(answer(() -> fs.write("/web/pod/cgroup.procs", "99999999999"))).isEqualTo("EINVAL");
    assertThat(answer(() -> fs.rmdir("/web/pod"))).isEqualTo("EBUSY");
    fs.write("/cgroup.procs", "1");
    fs.write("/cgroup.procs", "2");
    fs.rmdir("/web/pod");
    fs.rmdir("/web");
    assertThat(fs.read("/cgroup.procs")).isEqualTo("1\n2\n");
  }

  @Test
  void versionOneTakesTasksInInnerGroups() {
    CgroupFs fs =
        Mounted.with(CgroupVersion.V1, List.of(WEB, POD.withLimit(CpuLimit.NONE)), hog("/web/pod"))
            .fs();

    fs.write("/web/tasks", "1");

    assertThat(fs.read("/web/cgroup.procs")).isEqualTo("1\n");
  }

  @Test
  void aRefusalSaysWhichFileAndWhy() {
    CgroupFs fs = Mounted.groups(CgroupVersion.V2, WEB).fs();

    assertThatThrownBy(() -> fs.write("/web/cpu.max", "500"))
        .hasMessage("/web/cpu.max: EINVAL (invalid argument): quota of 500 us: at least 1000");
    assertThatThrownBy(() -> fs.read("/web/pod/cpu.max")).hasMessageContaining("no 'pod' there");
  }

  @Test
  void pathsAndFilesThatCannotBe() {
    CgroupFs fs = Mounted.groups(CgroupVersion.V2, WEB).fs();

    assertThat(answer(() -> fs.mkdir("/a\nb"))).isEqualTo("EINVAL");
    assertThat(answer(() -> fs.mkdir("/"))).isEqualTo("EEXIST");
    assertThat(answer(() -> fs.mkdir("x"))).isEqualTo("ENOENT");
    assertThat(answer(() -> fs.mkdir("/" + "x".repeat(5_000)))).isEqualTo("ENAMETOOLONG");
    assertThat(answer(() -> fs.list("/web/cpu.max"))).isEqualTo("ENOTDIR");
    assertThat(answer(() -> fs.read("/"))).isEqualTo("EISDIR");
    assertThat(answer(() -> fs.write("/web/cpu.pressure", "some 150000 1000000")))
        .isEqualTo("EOPNOTSUPP");
  }

  @Test
  void groupsNestAsDeepAsTheModelGoes() {
    CgroupFs fs = Mounted.groups(CgroupVersion.V2).fs();
    StringBuilder path = new StringBuilder();
    String answer = "ok";
    while (answer.equals("ok")) {
      path.append("/g");
      answer = answer(() -> fs.mkdir(path.toString()));
    }

    assertThat(answer).isEqualTo("EAGAIN");
    assertThat(path.length()).isGreaterThan(20);
  }

  @Test
  void pressureOfAThrottledHogIsTheTimeItIsStopped() {
    CgroupFs fs = Mounted.with(CgroupVersion.V2, List.of(WEB), HOG).fs();

    fs.runUntil(1_999_000_000L);
    assertThat(fs.read("/web/cpu.pressure"))
        .startsWith("some avg10=0.00 avg60=0.00 avg300=0.00 total=1")
        .contains("full avg10=0.00 avg60=0.00 avg300=0.00 total=1");
    fs.runUntil(100_000_000_000L);
    // 80 % of the time; after 100 s the 10 s average has reached it, that of 60 s 81 % of it.
    assertThat(fs.read("/web/cpu.pressure"))
        .containsPattern("some avg10=(79|80)\\.\\d\\d avg60=6[345]\\.\\d\\d ")
        .containsPattern("full avg10=(79|80)\\.\\d\\d avg60=6[345]\\.\\d\\d ")
        .containsPattern("total=(79|80)\\d{6}\n");
    assertThat(fs.read("/cpu.pressure"))
        .endsWith("full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
  }
}
