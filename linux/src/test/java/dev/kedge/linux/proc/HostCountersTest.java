package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCountersTest {
  @TempDir Path proc;

  private HostCounters with(String file, String text) throws IOException {
    Path path = proc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return new HostCounters(proc);
  }

  @Test
  void readsPressure() throws IOException {
    HostCounters counters =
        with(
            "pressure/io",
            """
            some avg10=1.00 avg60=0.00 avg300=0.00 total=1234
            full avg10=0.00 avg60=0.00 avg300=0.00 total=99
            """);
    assertThat(counters.pressure("io")).hasValue(new Pressure(1234, OptionalLong.of(99)));
    assertThat(with("pressure/cpu", "some avg10=0.00 total=7\n").pressure("cpu"))
        .hasValue(new Pressure(7, OptionalLong.empty()));
  }

  @Test
  void readsStat() throws IOException {
    HostCounters counters =
        with(
            "stat",
            """
            cpu  1000 20 300 4000 50 6 7 8 100 5
            cpu0 1000 20 300 4000 50 6 7 8 100 5
            intr 555 1 2 3
            ctxt 666
            btime 1700000000
            processes 777
            procs_running 3
            procs_blocked 1
            softirq 1 2 3
            """);
    assertThat(counters.stat())
        .hasValue(
            new SystemStat(
                900, 15, 300, 4000, 50, 6, 7, 8, 105, 555, 666, 1_700_000_000L, 777, 3, 1));
  }

  @Test
  void readsMemoryAndLoad() throws IOException {
    HostCounters counters =
        with(
            "meminfo",
            """
            MemTotal:        1000 kB
            MemFree:          100 kB
            MemAvailable:     500 kB
            Buffers:           10 kB
            Cached:           200 kB
            AnonPages:         50 kB
            Shmem:             20 kB
            Slab:              30 kB
            KernelStack:        4 kB
            PageTables:         6 kB
            SecPageTables:      1 kB
            HugePages_Total:    0
            """);
    assertThat(counters.memory())
        .hasValue(
            new MemoryInfo(
                1000 << 10,
                100 << 10,
                500 << 10,
                50 << 10,
                190 << 10,
                20 << 10,
                7 << 10,
                30 << 10,
                4 << 10));
    assertThat(with("loadavg", "0.50 1.00 2.25 3/150 4242\n").load())
        .hasValue(new LoadAverage(0.5, 1, 2.25, 3, 150));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "some total=\n",
        "cpu a b\n",
        "MemTotal: x kB\n",
        "1 2 3",
        "\0\0",
        "1 2 3 /"
      })
  void countsFilesOfAnotherForm(String text) throws IOException {
    List<String> files =
        List.of("pressure/cpu", "stat", "meminfo", "loadavg", "self/stat", "self/status");
    for (String file : files) {
      with(file, text);
    }
    HostCounters counters = new HostCounters(proc);
    assertThat(counters.pressure("cpu")).isEmpty();
    assertThat(counters.stat()).isEmpty();
    assertThat(counters.memory()).isEmpty();
    assertThat(counters.load()).isEmpty();
    assertThat(counters.ownCost()).isEmpty();
    assertThat(counters.failures()).isEqualTo(files.size());
  }

  @Test
  void countsMissingFiles() {
    HostCounters counters = new HostCounters(proc.resolve("nothing"));
    assertThat(counters.stat()).isEmpty();
    assertThat(counters.failures()).isEqualTo(1);
  }

  @Test
  void readsThisHost() {
    assumeTrue(Files.isReadable(Path.of("/proc/stat")), "no procfs here");
    HostCounters counters = new HostCounters(Path.of("/proc"));
    assertThat(counters.stat().orElseThrow().contextSwitches()).isPositive();
    assertThat(counters.memory().orElseThrow().total()).isPositive();
    assertThat(counters.load().orElseThrow().tasks()).isPositive();
    OwnCost own = counters.ownCost().orElseThrow();
    assertThat(own.rssBytes()).isPositive();
    assertThat(own.peakRssBytes()).isPositive();
  }
}
