package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.linux.perf.EventKind;
import dev.kedge.profile.SampleKind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampledKindTest {
  @Test
  void cpuTimeIsAlwaysTakenAndIsNoFurtherKind() {
    assertThat(SampledKind.parse("cpu")).isEmpty();
  }

  @Test
  void aKindWithoutANumberFollowsTheHost() {
    assertThat(SampledKind.parse("cpu, context-switches ,page-faults"))
        .containsExactly(
            new SampledKind(SampleKind.CONTEXT_SWITCHES, 199, false),
            new SampledKind(SampleKind.PAGE_FAULTS, 997, false))
        .extracting(kind -> kind.event().orElseThrow())
        .containsExactly(EventKind.CONTEXT_SWITCHES, EventKind.PAGE_FAULTS);
  }

  @Test
  void aNumberIsKeptAndTheLastOfAKindCounts() {
    assertThat(SampledKind.parse("page-faults=10,page-faults=5000"))
        .containsExactly(new SampledKind(SampleKind.PAGE_FAULTS, 5000, true));
  }

  @Test
  void wakeupsAreOfOneOfSoManyThreadsAndNoEventThatIsCounted() {
    assertThat(SampledKind.parse("wakeups"))
        .containsExactly(new SampledKind(SampleKind.WAKEUPS, 16, true));
    assertThat(SampledKind.parse("wakeups=1").getFirst().period()).isEqualTo(1);
    assertThat(SampledKind.parse("wakeups=64").getFirst().event()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cpu=99",
        "switches",
        "page-faults=",
        "page-faults=0",
        "page-faults=-3",
        "page-faults=1e3",
        "page-faults=1000000001",
        "wakeups=0",
        "wakeups=12",
        "wakeups=65536",
        "cpu,,page-faults"
      })
  void whatMakesNoSenseIsRefusedWithTheWordThatDoesNot(String text) {
    assertThatThrownBy(() -> SampledKind.parse(text))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("kind");
  }

  @Property(tries = 500)
  void anyTextIsTakenOrRefused(@ForAll String text) {
    try {
      assertThat(SampledKind.parse(text)).hasSizeLessThanOrEqualTo(3);
    } catch (AgentException refused) {
      assertThat(refused).hasMessageContaining("kind");
    }
  }
}
