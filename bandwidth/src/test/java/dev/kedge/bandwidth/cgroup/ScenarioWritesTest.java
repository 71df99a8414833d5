package dev.kedge.bandwidth.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.Run;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action.WriteFile;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of a scenario that write files of the cgroup file system. */
class ScenarioWritesTest {

  @ParameterizedTest
  @CsvSource({"/a/cpu.max, 20000", "/a/cpu.cfs_quota_us, 20000"})
  void aWriteLimitsTheGroup(String file, String text) {
    Run run = run(new WriteFile(file, text));

    double seconds = Objects.requireNonNull(run.result().groups().get("/a")).usageNs() / 1e9;
    assertThat(seconds).isBetween(0.2, 0.24);
  }

  /** The quota is checked together with the period that is there. */
  @Test
  void theOrderOfWritesCounts() {
    WriteFile period = new WriteFile("/a/cpu.cfs_period_us", "10000");
    WriteFile quota = new WriteFile("/a/cpu.cfs_quota_us", "2000");
    WriteFile burst = new WriteFile("/a/cpu.cfs_burst_us", "1000");

    run(period, quota, burst);
    assertThatThrownBy(() -> run(burst, quota, new WriteFile("/a/cpu.cfs_quota_us", "999")))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining("the event at 0 ms writes '999' and is refused")
        .hasMessageContaining("EINVAL");
  }

  @ParameterizedTest
  @CsvSource({"/a/cpu.max, 1 100000, EINVAL", "/a/cpu.weight, 0, ERANGE", "/a/none, 1, ENOENT"})
  void whatTheKernelRefusesEndsTheRun(String file, String text, String errno) {
    assertThatThrownBy(() -> run(new WriteFile(file, text)))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(errno);
  }

  private static Run run(WriteFile... writes) {
    List<Event> events = new ArrayList<>();
    for (WriteFile write : writes) {
      events.add(new Event(events.size(), write));
    }
    Step hog = Step.Repeat.forever(List.of(new Step.Run(Span.ms(1_000))));
    Scenario scenario =
        new Scenario(
            "writes",
            Machine.of(1),
            Kernel.release("6.18"),
            List.of(Group.of("/a", CpuLimit.NONE)),
            List.of(),
            List.of(Workload.of("hog", "/a", 1, List.of(hog))),
            events,
            1_000_000_000,
            1);
    return Run.of("test", scenario, Optional.empty(), _ -> {});
  }
}
