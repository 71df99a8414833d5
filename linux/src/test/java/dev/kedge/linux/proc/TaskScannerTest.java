package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskScannerTest {
  @TempDir Path proc;

  private void task(int pid, int tid, String state, long delay) throws IOException {
    Path task = proc.resolve(pid + "/task/" + tid);
    Files.createDirectories(task);
    Files.writeString(
        task.resolve("stat"), tid + " (a) b (c)) " + state + " 1 1 0 0 -1 0 0 0 0 0 0 0 0 0\n");
    Files.writeString(task.resolve("schedstat"), "100 " + delay + " " + (delay + 1) + "\n");
  }

  @Test
  void sumsWaitsOverTasksThatComeAndGo() throws IOException {
    task(10, 10, "S", 1000);
    task(10, 11, "D", 50);
    task(20, 20, "R", 7);
    Files.createDirectories(proc.resolve("self/task/1"));
    try (TaskScanner scanner = new TaskScanner(proc, 100)) {
      assertThat(scanner.scan()).hasValue(new TaskScan(3, 1, 1, 0, 0, 0));
      task(10, 10, "S", 1500);
      task(20, 20, "R", 3);
      task(30, 30, "S", 40);
      Files.delete(proc.resolve("10/task/11/stat"));
      assertThat(scanner.scan())
          .as("500 more, a number used again with 3, a new one with 40")
          .hasValue(new TaskScan(3, 1, 0, 543, 1, 0));
      assertThat(scanner.scan()).hasValue(new TaskScan(3, 1, 0, 0, 1, 0));
    }
  }

  @Test
  void seesStatesChange() throws IOException {
    task(10, 10, "S", 1);
    task(20, 20, "D", 1);
    task(30, 30, "R", 1);
    try (TaskScanner scanner = new TaskScanner(proc, 100)) {
      assertThat(scanner.scan()).hasValue(new TaskScan(3, 1, 1, 0, 0, 0));
      assertThat(scanner.scan()).as("nobody ran").hasValue(new TaskScan(3, 1, 1, 0, 0, 0));
      task(10, 10, "D", 2);
      task(20, 20, "R", 1);
      task(30, 30, "S", 1);
      assertThat(scanner.scan()).hasValue(new TaskScan(3, 1, 1, 1, 0, 0));
    }
  }

  @Test
  void readsNoMoreTasksThanAllowed() throws IOException {
    task(10, 10, "S", 1);
    task(20, 20, "S", 1);
    task(30, 30, "S", 1);
    try (TaskScanner scanner = new TaskScanner(proc, 2)) {
      TaskScan scan = scanner.scan().orElseThrow();
      assertThat(scan.tasks()).isEqualTo(2);
      assertThat(scan.omitted()).isEqualTo(1);
    }
    try (TaskScanner scanner = new TaskScanner(proc.resolve("nothing"), 2)) {
      assertThat(scanner.scan()).isEmpty();
    }
  }

  @Test
  void scansThisHost() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "no procfs here");
    try (TaskScanner scanner = new TaskScanner(Path.of("/proc"), 100_000)) {
      TaskScan scan = scanner.scan().orElseThrow();
      assertThat(scan.tasks()).isPositive();
      assertThat(scan.running()).as("this thread at least").isPositive();
    }
  }
}
