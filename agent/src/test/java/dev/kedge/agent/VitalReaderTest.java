package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kedge.linux.cgroup.CgroupMounts;
import dev.kedge.linux.cgroup.LimitedCgroups;
import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.TaskScanner;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Reading;
import dev.kedge.model.Vital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A /proc and a cgroup made by hand, read twice, five seconds apart. */
class VitalReaderTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path root;
  private Path proc = Path.of("");
  private Path group = Path.of("");
  private VitalReader reader =
      new VitalReader(
          new HostCounters(Path.of("")),
          new LimitedCgroups(new CgroupMounts(CgroupMode.NONE, Optional.empty(), false), 1, 1),
          new TaskScanner(Path.of(""), 1),
          1);

  @BeforeEach
  void makeHost() throws IOException {
    proc = Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(proc.resolve("pressure"));
    group = Files.createDirectories(root.resolve("cgroup/limited"));
    write(group.resolve("cpu.max"), "2000 100000\n");
    throttled(1_000_000);
    pressure("cpu", 5_000_000, 0);
    stat(1000, 500, 10_000);
    write(
        proc.resolve("meminfo"),
        "MemTotal: 1000 kB\nMemAvailable: 600 kB\nPageTables: 7 kB\nSlab: 9 kB\n");
    CgroupMounts mounts =
        new CgroupMounts(CgroupMode.V2, Optional.of(root.resolve("cgroup")), false);
    reader =
        new VitalReader(
            new HostCounters(proc),
            new LimitedCgroups(mounts, 10, 1),
            new TaskScanner(proc, 100),
            10 * SECOND);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private void throttled(long micros) throws IOException {
    write(
        group.resolve("cpu.stat"),
        "usage_usec 1\nnr_periods 9\nnr_throttled 3\nthrottled_usec " + micros + "\n");
  }

  private void pressure(String resource, long some, long full) throws IOException {
    write(
        proc.resolve("pressure").resolve(resource),
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=%d\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=%d\n"
            .formatted(some, full));
  }

  private void stat(long user, long system, long interrupts) throws IOException {
    write(
        proc.resolve("stat"),
        "cpu  %d 0 %d 99999 0 0 0 0 0 0\nintr %d 1 2\nctxt 5\nbtime 1\nprocesses 2\nprocs_running 3\nprocs_blocked 0\n"
            .formatted(user, system, interrupts));
  }

  private static Optional<Double> value(List<Reading> readings, Vital vital) {
    return readings.stream().filter(r -> r.vital() == vital).map(Reading::value).findFirst();
  }

  @Test
  void countersBecomeRatesFromTheSecondReadingOn() throws IOException {
    List<Reading> first = reader.read(AT, 100 * SECOND);
    assertThat(value(first, Vital.PSI_CPU_SOME)).isEmpty();
    assertThat(value(first, Vital.MEMORY_AVAILABLE)).hasValue(600.0 * 1024);

    pressure("cpu", 5_500_000, 0);
    stat(1500, 600, 15_000);
    throttled(3_500_000);
    List<Reading> second = reader.read(AT.plusSeconds(5), 105 * SECOND);

    assertThat(value(second, Vital.PSI_CPU_SOME).orElseThrow()).isCloseTo(0.1, within(1e-9));
    assertThat(value(second, Vital.CPU_USER).orElseThrow()).isCloseTo(1.0, within(1e-9));
    assertThat(value(second, Vital.CPU_SYSTEM).orElseThrow()).isCloseTo(0.2, within(1e-9));
    assertThat(value(second, Vital.INTERRUPTS).orElseThrow()).isCloseTo(1000, within(1e-6));
    assertThat(second)
        .filteredOn(r -> r.vital() == Vital.THROTTLED)
        .singleElement()
        .satisfies(r -> {
          assertThat(r.scope()).isEqualTo("/limited");
          assertThat(r.value()).isCloseTo(0.5, within(1e-9));
        });
  }

  @Test
  void aCounterThatWentBackGivesNoValue() throws IOException {
    reader.read(AT, 100 * SECOND);
    throttled(10);
    pressure("cpu", 1, 0);
    List<Reading> second = reader.read(AT.plusSeconds(5), 105 * SECOND);
    assertThat(value(second, Vital.THROTTLED)).isEmpty();
    assertThat(value(second, Vital.PSI_CPU_SOME)).isEmpty();
  }

  @Test
  void filesThatCannotBeReadAreNoReasonToEnd() throws IOException {
    Files.delete(proc.resolve("stat"));
    write(proc.resolve("meminfo"), "\0\1garbage");
    List<Reading> readings = reader.read(AT, 100 * SECOND);
    assertThat(value(readings, Vital.MEMORY_AVAILABLE)).isEmpty();
    assertThat(reader.read(AT, 100 * SECOND)).isNotNull();
  }
}
