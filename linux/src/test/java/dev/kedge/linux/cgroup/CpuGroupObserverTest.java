package dev.kedge.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuGroupObserverTest {
  private static final String V2 = "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n";
  private static final String V1 =
      """
      cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0
      cgroup /sys/fs/cgroup/cpuacct cgroup rw,cpuacct 0 0
      """;

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private CpuGroupObserver observer(String mounts, int maxGroups, int maxThreads)
      throws IOException {
    write("proc/self/mounts", mounts);
    return new CpuGroupObserver(root.resolve("proc"), root.resolve("sys"), maxGroups, maxThreads);
  }

  private void thread(int tid, long run, long wait, long slices) throws IOException {
    write("proc/" + tid + "/schedstat", run + " " + wait + " " + slices + "\n");
    write("proc/" + tid + "/status", "Name:\tx\nCpus_allowed_list:\t0-2\n");
  }

  private void pod(long usage, long throttled) throws IOException {
    write("sys/fs/cgroup/pod/cpu.max", "50000 100000\n");
    write("sys/fs/cgroup/pod/cpu.weight", "100\n");
    write("sys/fs/cgroup/pod/cpu.stat", "usage_usec " + usage + "\nnr_periods 9\n");
    write("sys/fs/cgroup/pod/box/cpu.max", "max 100000\n");
    write("sys/fs/cgroup/pod/box/cpu.weight", "39\n");
    write("sys/fs/cgroup/pod/box/cpu.stat", "usage_usec " + usage + "\nuser_usec 3\n");
    write("sys/fs/cgroup/pod/box/cpu.stat.local", "throttled_usec " + throttled + "\n");
    write(
        "sys/fs/cgroup/pod/box/cpu.pressure",
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=11\nfull avg10=0.00 total=5\n");
  }

  @Test
  void observesVersion2() throws IOException {
    write("sys/fs/cgroup/cpu.stat", "usage_usec 100\n");
    write("sys/fs/cgroup/cgroup.threads", "");
    write("sys/fs/cgroup/pod/cgroup.threads", "");
    pod(1_000, 10);
    write("sys/fs/cgroup/pod/box/cgroup.threads", "7\n8\n");
    thread(7, 1_000, 500, 3);
    thread(8, 2_000, 0, 1);
    try (CpuGroupObserver observer = observer(V2, 100, 100)) {
      observer.begin();
      assertThat(observer.limitedGroups()).isEqualTo(1);
      pod(1_500, 10);
      observer.step();
      pod(3_000, 400);
      observer.step();
      write("sys/fs/cgroup/pod/box/cgroup.threads", "7\n8\n9\n");
      thread(7, 9_000, 700, 5);
      thread(9, 100, 1, 1);
      List<CpuGroup> groups = observer.end(100_000);

      assertThat(groups).extracting(CpuGroup::path).containsExactly("/", "/pod", "/pod/box");
      assertThat(groups.getFirst().settings()).isEqualTo(GroupSettings.DEFAULTS);
      CpuGroup pod = groups.get(1);
      assertThat(pod.settings()).isEqualTo(new GroupSettings(50_000, 100_000, 0, 1024, false));
      assertThat(pod.usageSteps()).containsExactly(500_000L, 1_500_000L);
      CpuGroup box = groups.get(2);
      assertThat(box.settings().limited()).isFalse();
      assertThat(box.settings().shares()).isEqualTo(399);
      assertThat(box.allowedCpus()).isEqualTo("0-2");
      assertThat(box.threads())
          .as("below a limit; the new thread counts with all it did")
          .isEqualTo(new GroupThreads(3, 2, 8_000, 8_100, 8_116, 201, 3, true));
      assertThat(box.before().localNanos()).hasValue(10_000);
      assertThat(box.after().localNanos()).hasValue(400_000);
      assertThat(box.after().pressureFullNanos()).hasValue(5_000);
      assertThat(observer.unread()).isEmpty();
    }
  }

  @Test
  void observesVersion1WithCpuacctMountedElsewhere() throws IOException {
    write("sys/fs/cgroup/cpu/cpu.shares", "1024\n");
    write("sys/fs/cgroup/cpu/a/cpu.shares", "512\n");
    write("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "20000\n");
    write("sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "10000\n");
    write("sys/fs/cgroup/cpu/a/cpu.cfs_burst_us", "7\n");
    write("sys/fs/cgroup/cpu/a/cpu.stat", "nr_periods 4\nnr_throttled 2\nthrottled_time 9\n");
    write("sys/fs/cgroup/cpu/a/tasks", "");
    write("sys/fs/cgroup/cpuacct/a/cpuacct.usage", "12345\n");
    write("sys/fs/cgroup/cpuacct/a/cpuacct.usage_sys", "345\n");
    try (CpuGroupObserver observer = observer(V1, 100, 100)) {
      observer.begin();
      CpuGroup group = observer.end(100_000).get(1);

      assertThat(group.settings()).isEqualTo(new GroupSettings(20_000, 10_000, 7, 512, false));
      assertThat(group.after().usageNanos()).hasValue(12_345);
      assertThat(group.after().systemNanos()).hasValue(345);
      assertThat(group.after().throttledNanos()).hasValue(9);
      assertThat(group.after().userNanos()).isEqualTo(OptionalLong.empty());
      assertThat(group.threads().measured()).isTrue();
    }
  }

  @Test
  void groupsMayVanishAndWhatIsLeftOutIsSaid() throws IOException {
    write("sys/fs/cgroup/cpu.stat", "usage_usec 100\n");
    pod(1, 1);
    write("sys/fs/cgroup/pod/box/cgroup.threads", "7\n8\n");
    write("sys/fs/cgroup/gone/cpu.stat", "usage_usec 100\n");
    try (CpuGroupObserver observer = observer(V2, 100, 1)) {
      observer.begin();
      Files.delete(root.resolve("sys/fs/cgroup/gone/cpu.stat"));
      Files.delete(root.resolve("sys/fs/cgroup/gone"));
      List<CpuGroup> groups = observer.end(100_000);

      assertThat(groups).extracting(CpuGroup::path).doesNotContain("/gone");
      assertThat(groups.get(2).threads().count()).isEqualTo(2);
      assertThat(groups.get(2).threads().measured()).isFalse();
      assertThat(observer.unread()).anyMatch(text -> text.contains("to bound the cost"));
    }
    try (CpuGroupObserver observer = observer(V2, 2, 100)) {
      observer.begin();
      assertThat(observer.end(100_000)).hasSize(2);
      assertThat(observer.unread()).anyMatch(text -> text.contains("only the first 2 groups"));
    }
  }

  @Test
  void saysThatNothingIsMounted() {
    assertThatThrownBy(() -> observer("proc /proc proc rw 0 0\n", 1, 1))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("cpu controller");
  }

  @Property
  void filesOfAnyContentAreTaken(@ForAll String text) throws IOException {
    assertThat(ThreadClock.parse(text)).isNotNull();
    Path directory = Files.createTempDirectory("groups");
    Path file =
        Files.writeString(directory.resolve("cpu.max"), text.replaceAll("[\\ud800-\\udfff]", ""));
    Files.copy(file, directory.resolve("cpu.stat"));
    Files.copy(file, directory.resolve("cpu.weight"));
    Files.copy(file, directory.resolve("cpu.pressure"));
    assertThat(new Version2Files().settings(directory)).isNotNull();
    assertThat(new Version2Files().use(directory)).isNotNull();
    for (String name : List.of("cpu.max", "cpu.stat", "cpu.weight", "cpu.pressure")) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
  }
}
