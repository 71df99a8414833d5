package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.perf.MmapRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path proc;

  private ProcessTable table(int maxProcesses, int maxExited) {
    return new ProcessTable(new ProcessFiles(proc), maxProcesses, maxExited);
  }

  private void write(int pid, String comm, String maps) throws IOException {
    write(pid, comm, 0x40_0100, maps);
  }

  private void write(int pid, String comm, long flags, String maps) throws IOException {
    Path directory = proc.resolve(Integer.toString(pid));
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("stat"),
        pid + " (" + comm + ") S 1 1 1 0 -1 " + flags + " 0 0 0 0 5 6 0 0 20 0 1 0 99 1000 42 0\n");
    Files.writeString(directory.resolve("maps"), maps);
  }

  private static MmapRecord mmap(int pid, long address, String path) {
    return new MmapRecord(pid, pid, address, 4096, 0, 0, 0, Optional.empty(), path, 0);
  }

  private static String path(ProcessTable table, int pid, long address) {
    return table.locate(pid, address, 0).map(mapping -> mapping.file().path()).orElse("");
  }

  @Test
  void followsForkExecAndExit() throws IOException {
    write(100, "shell", "1000-2000 r-xp 00000000 fe:01 5 /bin/sh\n");
    ProcessTable table = table(100, 10);
    table.seed();
    assertThat(table.process(100).comm()).isEqualTo("shell");
    table.onFork(200, 200, 100, 100, 1);
    assertThat(path(table, 200, 0x1800)).isEqualTo("/bin/sh");
    table.onFork(200, 201, 200, 200, 1);
    table.onComm(200, 201, "worker", false, 1);
    assertThat(table.process(200).comm()).as("a thread's name").isEqualTo("shell");
    table.onComm(200, 200, "burner", true, 2);
    assertThat(path(table, 200, 0x1800)).isEmpty();
    table.onMmap2(mmap(200, 0x5000, "/bin/burner"));
    assertThat(path(table, 200, 0x5800)).isEqualTo("/bin/burner");
    assertThat(path(table, 100, 0x1800)).isEqualTo("/bin/sh");
    table.onExit(200, 201, 3);
    assertThat(table.process(200).exited()).isFalse();
    table.onExit(200, 200, 3);
    assertThat(table.process(200).exited()).isTrue();
    assertThat(path(table, 200, 0x5800)).as("samples are looked at later").isEqualTo("/bin/burner");
  }

  @Test
  void readsUnknownProcessesWhenTheyAreAskedFor() throws IOException {
    write(7, "late", "1000-2000 r-xp 00000000 fe:01 5 /bin/late\n");
    ProcessTable table = table(100, 10);
    assertThat(path(table, 7, 0x1000)).isEqualTo("/bin/late");
    assertThat(table.process(8).comm()).isEmpty();
    assertThat(table.process(8).exited()).isTrue();
  }

  @Test
  void namesWorkersOfTheKernelWithoutTheirWork() throws IOException {
    write(8, "kworker/u8:2-events_unbound", 0x0420_8060, "");
    assertThat(table(10, 10).process(8).comm()).isEqualTo("kworker/u8:2");
  }

  @Test
  void repairsWhatLostRecordsWouldHaveTold() throws IOException {
    write(7, "grows", "1000-2000 r-xp 00000000 fe:01 5 /bin/a\n");
    ProcessTable table = table(100, 10);
    assertThat(table.locate(7, 0x1000, 0)).isPresent();
    write(
        7,
        "grows",
        "1000-2000 r-xp 00000000 fe:01 5 /bin/a\n3000-4000 r-xp 00000000 fe:01 6 /lib/b.so\n");
    assertThat(table.locate(7, 0x3000, 0)).isPresent();
    assertThat(table.repairs()).isEqualTo(1);
    assertThat(table.locate(7, 0x9000, SECOND / 2)).isEmpty();
    assertThat(table.repairs()).as("not twice within a second").isEqualTo(1);
    assertThat(table.locate(7, 0x9000, SECOND)).isEmpty();
    assertThat(table.repairs()).isEqualTo(2);
    assertThat(table.locate(7, 0x9000, 2 * SECOND)).isEmpty();
    assertThat(table.repairs()).as("each wait is longer").isEqualTo(2);
  }

  @Test
  void keepsWithinItsBounds() {
    ProcessTable table = table(16, 3);
    for (int pid = 1000; pid < 1100; pid++) {
      table.onComm(pid, pid, "p", true, 0);
    }
    assertThat(table.size()).isLessThanOrEqualTo(16);
    assertThat(table.evicted()).isPositive();
    for (int pid = 2000; pid < 2010; pid++) {
      table.onComm(pid, pid, "p", true, 0);
      table.onExit(pid, pid, 0);
    }
    assertThat(table.size()).isLessThanOrEqualTo(16);
  }

  @Test
  void aNumberUsedAgainIsAnotherProcess() {
    ProcessTable table = table(16, 1);
    table.onComm(5, 5, "old", true, 0);
    table.onExit(5, 5, 0);
    table.onComm(5, 5, "new", true, 0);
    table.onComm(6, 6, "x", true, 0);
    table.onExit(6, 6, 0);
    assertThat(table.process(5).comm()).isEqualTo("new");
    assertThat(table.process(5).exited()).isFalse();
  }

  @Test
  void aProcessWhoseStartWasLostIsReadWhenItIsAskedFor() throws IOException {
    write(9, "late", "1000-2000 r-xp 00000000 fe:01 5 /bin/late\n");
    ProcessTable table = table(16, 4);
    table.onMmap2(mmap(9, 0x7000, "/lib/gone.so"));
    assertThat(table.process(9).comm()).isEqualTo("late");
    assertThat(path(table, 9, 0x1000)).isEqualTo("/bin/late");
    table.onFork(10, 10, 11, 11, 1);
    table.onComm(10, 10, "short", false, 2);
    table.onMmap2(mmap(10, 0x5000, "/bin/short"));
    table.onExit(10, 10, 3);
    write(10, "other", "5000-6000 r-xp 00000000 fe:01 5 /bin/other\n");
    assertThat(table.process(10).comm()).as("not the next of that number").isEqualTo("short");
    assertThat(path(table, 10, 0x5000)).isEqualTo("/bin/short");
  }

  @Test
  void mappingsThatWaitKeepTheirOrderAcrossForks() {
    ProcessTable table = table(16, 4);
    table.onComm(5, 5, "maker", true, 0);
    table.onMmap2(mmap(5, 0x5000, "/lib/first"));
    table.onMmap2(mmap(5, 0x5000, "/lib/second"));
    table.onFork(6, 6, 5, 5, 1);
    table.onMmap2(mmap(6, 0x5000, "/lib/of-the-child"));
    for (int i = 0; i < 1000; i++) {
      table.onMmap2(mmap(5, 0x10_0000 + 4096L * i, "/lib/" + i));
    }
    assertThat(path(table, 5, 0x5000)).isEqualTo("/lib/second");
    assertThat(path(table, 6, 0x5000)).isEqualTo("/lib/of-the-child");
    assertThat(path(table, 5, 0x10_0000 + 4096L * 999)).isEqualTo("/lib/999");
  }

  @Test
  void seedsLittleByLittle() throws IOException {
    for (int pid = 1; pid <= 5; pid++) {
      write(pid, "p" + pid, "1000-2000 r-xp 00000000 fe:01 5 /bin/a\n");
    }
    ProcessTable table = table(16, 4);
    int steps = 1;
    while (table.seed(0)) {
      steps++;
      assertThat(steps).as("each call reads one at least").isLessThan(10);
    }
    assertThat(table.size()).isEqualTo(5);
  }
}
