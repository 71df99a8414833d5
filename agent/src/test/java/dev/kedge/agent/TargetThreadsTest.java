package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.cgroup.CgroupMembers;
import dev.kedge.linux.cgroup.CgroupMounts;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.model.CgroupMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetThreadsTest {
  private static final WaitTarget GROUP = new WaitTarget.Group("/db");
  private static final WaitTarget PROCESS = new WaitTarget.OneProcess(7);

  @TempDir private Path directory;
  private Path tasks;
  private TargetThreads threads;

  @BeforeEach
  void start() throws IOException {
    tasks = Files.createDirectories(directory.resolve("cgroup/db")).resolve("tasks");
    CgroupMounts mounts =
        new CgroupMounts(CgroupMode.V1, Optional.of(directory.resolve("cgroup")), true);
    threads =
        new TargetThreads(new ProcessFiles(directory.resolve("proc")), new CgroupMembers(mounts));
  }

  @Test
  void threadsThatComeAndGoAreSeen() throws IOException {
    Files.writeString(tasks, "7\n8\n");
    assertThat(threads.find(GROUP)).containsExactly(7, 8);
    Files.writeString(tasks, "8\n9\n");
    assertThat(threads.find(GROUP)).containsExactly(8, 9);
    assertThat(threads.limitation()).isEmpty();
  }

  @Test
  void aGroupThatNeverWasIsTold() {
    assertThat(threads.find(new WaitTarget.Group("/dbb"))).isEmpty();
    assertThat(threads.limitation().orElseThrow().toString())
        .contains("cgroup /dbb", "does not exist or cannot be read", "/proc/PID/cgroup");
  }

  @Test
  void aGroupThatIsRemovedIsTold() throws IOException {
    Files.writeString(tasks, "7\n");
    threads.find(GROUP);
    Files.delete(tasks);
    assertThat(threads.find(GROUP)).isEmpty();
    assertThat(threads.limitation().orElseThrow().toString()).contains("it ended meanwhile");
  }

  @Test
  void aGroupWithoutThreadsIsFine() throws IOException {
    Files.writeString(tasks, "");
    assertThat(threads.find(GROUP)).isEmpty();
    assertThat(threads.limitation()).isEmpty();
  }

  @Test
  void aProcess() throws IOException {
    assertThat(threads.find(PROCESS)).isEmpty();
    assertThat(threads.limitation().orElseThrow().feature()).isEqualTo("waits of process 7");
    Files.createDirectories(directory.resolve("proc/7/task/7"));
    Files.createDirectories(directory.resolve("proc/7/task/11"));
    assertThat(threads.find(PROCESS)).containsExactly(7, 11);
  }
}
