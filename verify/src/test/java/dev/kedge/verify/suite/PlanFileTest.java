package dev.kedge.verify.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.KernelRelease;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.compare.Gate;
import dev.kedge.verify.compare.Judge;
import dev.kedge.verify.flake.History;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.run.PlannedBoot;
import dev.kedge.verify.run.PlannedSuite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans as people write them, right and wrong. */
class PlanFileTest {
  /** Read by name: {@link FieldSource}. */
  @SuppressWarnings("UnusedVariable")
  private static final List<String> BUILT_IN = PlanFile.BUILT_IN;

  private static final String SMALL =
      """
      schema: 1
      plan: small
      machines:
        one: {time: virtual}
      suites:
        dir:
          program: throttle-dir
          parameters: {window_ms: 2000}
          needs: {CONFIG_CFS_BANDWIDTH: y}
        mine:
          script: [sh, -c, "echo it's mine"]
          root: host
          reads: ktap
      boots:
        - {name: all, machine: one, suites: [dir, mine]}
      gates:
        - name: fast
          case: dir
          rule: bound
          metric: victim_latency
          statistic: max
          max: 50
          since: "6.18"
          reason: the fix is there
      """;

  @ParameterizedTest
  @FieldSource("BUILT_IN")
  void builtInPlansAreRead(String name) {
    Plan plan = PlanFile.open(name);

    assertThat(plan.identity().name()).isEqualTo(name);
    assertThat(plan.about()).isNotEmpty();
    List<Gate> gates = plan.gates(kernel("7.3.4", Map.of()));
    assertThat(gates).isNotEmpty().allSatisfy(g -> assertThat(plan.reason(g.name())).isNotEmpty());
    List<Gate> blocking = gates.stream().filter(Gate::blocking).toList();
    assertThat(new Judge(blocking, List.of(), History.EMPTY, Judge.DEFAULT_ALPHA).fewestRounds())
        .as("each comparing gate can fail with the plan's rounds")
        .isLessThanOrEqualTo(plan.rounds());
  }

  @Test
  void boardsAreMadeForAKernel() {
    Plan plan = PlanFile.read("small.yaml", SMALL);

    PlannedBoot boot = plan.boots(kernel("6.18.1", Map.of("CONFIG_CFS_BANDWIDTH", "y"))).getFirst();
    assertThat(boot.suites().stream().map(PlannedSuite::skip)).allMatch(Optional::isEmpty);
    assertThat(boot.suites().stream().map(PlannedSuite::command))
        .containsExactly(
            "kedge-guest throttle-dir --suite dir window_ms=2000",
            "kedge-guest script --suite mine root=/host verdict=0 -- sh -c 'echo it'\\''s mine'");
  }

  @Test
  void aKernelWithoutTheOptionSkipsTheSuiteWithTheReason() {
    Plan plan = PlanFile.read("small.yaml", SMALL);

    PlannedSuite suite =
        plan.boots(kernel("6.18.1", Map.of("CONFIG_MEMCG", "y"))).getFirst().suites().getFirst();
    assertThat(suite.skip()).contains("the kernel has CONFIG_CFS_BANDWIDTH=n, not y");
  }

  @Test
  void aGateOnlyAdvisesForKernelsBeforeItsSeries() {
    Plan plan = PlanFile.read("small.yaml", SMALL);

    assertThat(plan.gates(kernel("6.17.13+deb13-cloud-amd64", Map.of())).getFirst().blocking())
        .isFalse();
    assertThat(plan.gates(kernel("6.18.0-rc1", Map.of())).getFirst().blocking()).isTrue();
    assertThat(plan.gates(kernel("10.0.1", Map.of())).getFirst().blocking()).isTrue();
  }

  @Test
  void theHashIsThatOfTheText() {
    assertThat(PlanFile.read("a", SMALL).identity())
        .isEqualTo(PlanFile.read("b", SMALL).identity())
        .isNotEqualTo(PlanFile.read("a", SMALL + "# more\n").identity());
  }

  @Test
  void whatIsNeitherPlanNorFileIsToldSo() {
    assertThatThrownBy(() -> PlanFile.open("no-such-plan"))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("smoke, default, stability, workloads, journal");
  }

  /**
   * The table of wrong plans: a change of {@link #SMALL}, the line and the words of the refusal.
   */
  static Stream<Arguments> wrongPlans() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    try (InputStream in = PlanFileTest.class.getResourceAsStream("wrong.plans")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] row = line.split(" \\| ", -1);
          assertThat(row).as(line).hasSize(4);
          rows.add(Arguments.of(row[0], row[1], Integer.parseInt(row[2].strip()), row[3]));
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("wrongPlans")
  void whatIsWrongIsToldWithItsLine(String part, String instead, int line, String words) {
    String original = part.replace("\\n", "\n");
    assertThat(SMALL).contains(original);
    String wrong = SMALL.replace(original, instead.replace("\\n", "\n"));

    assertThatThrownBy(() -> PlanFile.read("my.yaml", wrong))
        .isInstanceOf(VerifyException.class)
        .hasMessageStartingWith("my.yaml:" + line + ":")
        .hasMessageContaining(words);
  }

  private static KernelIdentity kernel(String release, Map<String, String> config) {
    return new KernelIdentity(
        "k",
        new KernelRelease(release),
        Optional.empty(),
        "x86_64",
        "",
        "0".repeat(64),
        1,
        new TreeMap<>(config));
  }
}
