package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.generated.Runtimes;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.linux.proc.ProcessTable;
import dev.kedge.linux.unwind.StackUnwinder;
import dev.kedge.linux.unwind.UnwindTables;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KindCountersTest {
  private static final TimeRange RANGE =
      new TimeRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(10));

  @TempDir Path directory;

  @Test
  void eachKindHasAWindowWithItsPeriodCpuTimeFirst() throws IOException {
    List<SampledKind> kinds = SampledKind.parse("page-faults,context-switches=50");
    ProfilerOptions options = options().withKinds(kinds);
    List<RawWindow> windows = counters(kinds).close(RANGE, options, 0);
    assertThat(windows)
        .extracting(RawWindow::kind)
        .containsExactly(SampleKind.CPU, SampleKind.PAGE_FAULTS, SampleKind.CONTEXT_SWITCHES);
    assertThat(windows)
        .extracting(RawWindow::period)
        .containsExactly(
            Duration.ofNanos(1_000_000_000 / 19), Duration.ofNanos(997), Duration.ofNanos(50));
  }

  @Test
  void whatTheKernelDroppedIsCountedOnce() throws IOException {
    List<SampledKind> kinds = SampledKind.parse("page-faults");
    KindCounters counters = counters(kinds);
    counters.onLost(0, 5);
    ProfilerOptions options = options().withKinds(kinds);
    assertThat(counters.close(RANGE, options, 0))
        .extracting(RawWindow::lost)
        .containsExactly(5L, 0L);
    assertThat(counters.close(RANGE, options, 0)).extracting(RawWindow::lost).containsOnly(0L);
  }

  @Test
  void aLowerRateOfCpuTimeStretchesOnlyPeriodsThatWereAskedFor() {
    List<SampledKind> kinds = SampledKind.parse("page-faults,context-switches=50");
    ProfilerOptions options = options().withKinds(kinds).with(10, 0, 0);
    assertThat(kinds.stream().map(options::period))
        .containsExactly(Duration.ofNanos(997), Duration.ofNanos(95));
  }

  private ProfilerOptions options() {
    return ProfilerOptions.of(19, Duration.ofSeconds(10), directory);
  }

  private KindCounters counters(List<SampledKind> kinds) throws IOException {
    ProcessTable processes = new ProcessTable(new ProcessFiles(directory), 10, 10);
    Runtimes runtimes = new Runtimes(directory);
    UnwindTables tables = UnwindTables.open(directory, directory, 1 << 20, 1 << 20);
    StackUnwinder unwinder = new StackUnwinder(tables, processes, runtimes, _ -> false);
    StackReader reader = new StackReader(processes, unwinder, runtimes);
    return new KindCounters(
        kinds,
        () -> new StackCounter(reader, (pid, tid) -> {}),
        new WakeupCounter(reader, new ProcessFiles(directory), (pid, tid) -> {}));
  }
}
