package dev.kedge.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.proc.TaskStat;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadPriorityTest {
  /** Field 19 of proc_pid_stat(5), counted behind the name, which may hold blanks. */
  private static final int NICE_AFTER_NAME = 16;

  @Test
  void onlyTheCallingThreadBecomesNice() throws InterruptedException {
    int before = nice();
    AtomicInteger inside = new AtomicInteger();
    Thread thread =
        new Thread(() -> {
          assertThat(ThreadPriority.nice(19)).isTrue();
          inside.set(nice());
        });
    thread.start();
    thread.join();
    assertThat(inside.get()).isEqualTo(19);
    assertThat(nice()).isEqualTo(before);
  }

  private static int nice() {
    String stat = KernelFile.text(Path.of("/proc/thread-self/stat")).orElseThrow();
    assertThat(TaskStat.parse(stat)).isPresent();
    return Integer.parseInt(
        stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE_AFTER_NAME]);
  }
}
