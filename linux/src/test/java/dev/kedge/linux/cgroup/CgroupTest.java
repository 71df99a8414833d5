package dev.kedge.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.CgroupMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
  private static final String V2 = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n";
  private static final String V1 =
      """
      tmpfs /sys/fs/cgroup tmpfs rw,mode=755 0 0
      cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
      cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0
      """;

  @TempDir Path sys;

  private void write(String file, String text) throws IOException {
    Path path = sys.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void tellsHowGroupsAreMounted() {
    assertThat(CgroupMounts.parse(V2, sys))
        .isEqualTo(new CgroupMounts(CgroupMode.V2, Optional.of(sys.resolve("fs/cgroup")), false));
    assertThat(CgroupMounts.parse(V1, sys))
        .isEqualTo(
            new CgroupMounts(
                CgroupMode.V1, Optional.of(sys.resolve("fs/cgroup/cpu,cpuacct")), true));
    assertThat(
            CgroupMounts.parse(V1 + "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n", sys).mode())
        .isEqualTo(CgroupMode.HYBRID);
    assertThat(CgroupMounts.parse("proc /proc proc rw 0 0\nnonsense\n", sys).mode())
        .isEqualTo(CgroupMode.NONE);
    assertThat(
            CgroupMounts.parse("x /sys/fs/cgroup/systemd cgroup rw,name=systemd 0 0\n" + V2, sys)
                .mode())
        .as("the cpu controller is in version 2")
        .isEqualTo(CgroupMode.V2);
    assertThat(CgroupMounts.parse("c /mnt/with\\040blank cgroup2 rw 0 0", sys).cpu())
        .hasValue(Path.of("/mnt/with blank"));
  }

  @Test
  void findsTheGroupOfAProcess() throws IOException {
    String lines = "9:name=systemd:/s\n4:memory:/m\n1:cpu,cpuacct:/pod/a:b\n0::/unified\n";
    assertThat(CgroupPaths.parse(lines, true)).hasValue("/pod/a:b");
    assertThat(CgroupPaths.parse(lines, false)).hasValue("/unified");
    assertThat(CgroupPaths.parse("0::/gone (deleted)\n", false)).hasValue("/gone");
    assertThat(CgroupPaths.parse("nothing", false)).isEmpty();
    write("77/cgroup", lines);
    CgroupPaths paths = new CgroupPaths(sys, CgroupMounts.parse(V2, sys));
    assertThat(paths.of(77)).hasValue("/unified");
    assertThat(paths.of(78)).isEmpty();
  }

  @Property
  void acceptsAnyText(@ForAll String text) {
    assertThat(CgroupPaths.parse(text, true)).isNotNull();
    assertThat(CgroupMounts.parse(text, Path.of("/sys"))).isNotNull();
  }

  @Test
  void readsThrottlingOfVersion2() throws IOException {
    write("fs/cgroup/cpu.stat", "usage_usec 1\n");
    write("fs/cgroup/pod/cpu.max", "max 100000\n");
    write("fs/cgroup/pod/one/cpu.max", "150000 100000\n");
    write(
        "fs/cgroup/pod/one/cpu.stat",
        "usage_usec 5\nnr_periods 40\nnr_throttled 7\nthrottled_usec 123\nnr_bursts 0\n");
    LimitedCgroups groups = new LimitedCgroups(CgroupMounts.parse(V2, sys), 10, 1000);
    assertThat(groups.read(0))
        .containsExactly(new CgroupThrottling("/pod/one", 1.5, 40, 7, 123_000));
  }

  @Test
  void readsThrottlingOfVersion1AndLooksForNewGroupsNowAndThen() throws IOException {
    String group = "fs/cgroup/cpu,cpuacct/a/";
    write(group + "cpu.cfs_quota_us", "50000\n");
    write(group + "cpu.cfs_period_us", "100000\n");
    write(group + "cpu.stat", "nr_periods 4\nnr_throttled 2\nthrottled_time 9000\n");
    write("fs/cgroup/cpu,cpuacct/b/cpu.cfs_quota_us", "-1\n");
    LimitedCgroups groups = new LimitedCgroups(CgroupMounts.parse(V1, sys), 1, 1000);
    CgroupThrottling expected = new CgroupThrottling("/a", 0.5, 4, 2, 9000);
    assertThat(groups.read(0)).containsExactly(expected);
    write("fs/cgroup/cpu,cpuacct/b/cpu.cfs_quota_us", "1000\n");
    write("fs/cgroup/cpu,cpuacct/b/cpu.cfs_period_us", "1000\n");
    assertThat(groups.read(999)).containsExactly(expected);
    assertThat(groups.omitted()).isZero();
    groups.read(1000);
    assertThat(groups.omitted()).as("there is room for one only").isEqualTo(1);
  }

  @Test
  void toleratesGroupsThatVanish() throws IOException {
    write("fs/cgroup/x/cpu.max", "1000 1000\n");
    write("fs/cgroup/x/cpu.stat", "nr_periods 1\n");
    LimitedCgroups groups = new LimitedCgroups(CgroupMounts.parse(V2, sys), 10, 1000);
    assertThat(groups.read(0)).hasSize(1);
    Files.delete(sys.resolve("fs/cgroup/x/cpu.stat"));
    assertThat(groups.read(1)).isEmpty();
    assertThat(groups.unreadable()).isEqualTo(1);
    assertThat(new LimitedCgroups(CgroupMounts.parse("", sys), 10, 1000).read(0)).isEmpty();
  }
}
