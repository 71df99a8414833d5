package dev.kedge.profile.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.folded.FoldedCodec;
import dev.kedge.profile.workload.WorkloadPatterns;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters of profiles that stand in memory, and what they may ask for. */
class FilteredProfileTest {
  private static Profile profile() throws IOException {
    return FoldedCodec.read(new StringReader("nginx;main 3\nnginx;poll 2\ncron;main 1\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 6",
    "command=nginx, 5",
    "command!=nginx, 1",
    "command=n* command=cron, 6",
    "command=sshd, 0",
  })
  void samplesAreKeptByTheirCommand(String filter, long samples) throws IOException {
    assertThat(ProfileFilter.parse(filter).of(profile()).samples()).isEqualTo(samples);
  }

  @ParameterizedTest
  @CsvSource({"pid=7, pid", "command=nginx cpu=0-3, cpu", "namespace=shop, namespace"})
  void whatIsNotToldIsRefusedWithWhatIs(String filter, String key) {
    assertThatThrownBy(() -> ProfileFilter.parse(filter).of(profile()))
        .isInstanceOf(FilterException.class)
        .hasMessage("no sample tells its " + key + ": filter by command");
  }

  @Test
  void aProfileWithoutSamplesHasNothingToRefuse() throws IOException {
    Profile empty = FoldedCodec.read(new StringReader(""));
    assertThat(ProfileFilter.parse("cpu=1").of(empty)).isSameAs(empty);
  }

  @Test
  void namespacesAreThoseOfTheStacks() {
    Profile profile =
        new Profile(
            new TimeRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(10)),
            SampleKind.CPU,
            Duration.ofMillis(10),
            List.of(
                new WeightedStack("sh", 7, List.of(), 3, Namespaces.HOST),
                new WeightedStack("sh", 8, List.of(), 4, new Namespaces("pid:4026532450/1"))),
            0);
    assertThat(ProfileFilter.parse("ns=pid:4026532450").of(profile).samples()).isEqualTo(4);
    assertThat(ProfileFilter.parse("ns=pid:host").of(profile).samples()).isEqualTo(3);
    assertThat(ProfileFilter.parse("ns!=pid:host command=sh").of(profile).samples()).isEqualTo(4);
  }

  @Test
  void keysAreToldBySamplesAndTheirCgroups() {
    ToldKeys told = new ToldKeys(WorkloadPatterns.shipped());
    assertThatThrownBy(() -> told.require(ProfileFilter.parse("pid=1")))
        .hasMessageContaining("none tells its pid");
    told.add(new SampledTask(-1, "", 0, "", "/"));
    assertThat(told).hasToString("");
    told.add(new SampledTask(7, "app", 8, "GC", "/system.slice/app.service"));
    assertThat(told).hasToString("cgroup, command, pid, thread, tid");
    told.add(
        new SampledTask(
            7, "app", 8, "GC", "/otlp/shop/cart-1/pod2f1b6c3d-0000-4000-8000-000000000001"));
    told.addHost(Optional.of("web-7"));
    told.addCpu(0);
    assertThat(told).asString().startsWith("host, namespace, pod, ").doesNotContain("cpu");
    told.addCpu(3);
    told.require(ProfileFilter.parse("host=web-* namespace=shop cpu=0 tid=8"));
  }
}
