package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kedge.verify.flake.History;
import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.Change;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Method;
import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.Statistic;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.result.Waiver;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final double[] STALL_6_12 = {64, 68, 66, 65};
  private static final double[] STALL_7_2 = {494, 896, 640, 710};
  private static final double[] STALL_7_3 = {55, 59, 52, 57};
  private static final double[] THROTTLED_6_12 = {4800, 5000, 4900, 4950};
  private static final double[] THROTTLED_7_2 = {8600, 9200, 8900, 9000};
  private static final double[] THROTTLED_7_3 = {5000, 4980, 5010, 4990};

  @Test
  void failsTheNestedLimitOf7_2() {
    VerificationResult result =
        new Rounds()
            .metric("stall_max", Better.LOWER, STALL_6_12, STALL_7_2)
            .metric("throttled", Better.LOWER, THROTTLED_6_12, THROTTLED_7_2)
            .metric("usage", Better.NEITHER, new double[] {5.0, 5.1, 5.0, 5.1}, STALL_7_3.clone())
            .judged();

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(gate(result, "stall_max").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(gate(result, "throttled").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(gate(result, "throttled").reason()).contains("8950 ms against 4925 ms");
  }

  @Test
  void passesTheNestedLimitOf7_3() {
    VerificationResult result =
        new Rounds()
            .metric("stall_max", Better.LOWER, STALL_6_12, STALL_7_3)
            .metric("throttled", Better.LOWER, THROTTLED_6_12, THROTTLED_7_3)
            .judged();

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(comparison(result, "stall_max").change()).isEqualTo(Change.NONE_SEEN);
    assertThat(comparison(result, "throttled").change()).isEqualTo(Change.NONE_SEEN);
    assertThat(comparison(result, "throttled").detectable().getAsDouble()).isBetween(0.1, 0.3);
  }

  @Test
  void twoRoundsProveNothing() {
    VerificationResult result =
        new Rounds()
            .metric("stall_max", Better.LOWER, new double[] {64, 68}, new double[] {494, 896})
            .judged();

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(gate(result, "stall_max").reason()).contains("at least 3 rounds are needed");
    assertThat(comparison(result, "stall_max").detectable()).isEmpty();
  }

  @Test
  void threeRoundsCanFailWithWelchAndFiveWithRanks() {
    double[] low = {1, 1.01, 1.02, 1.0, 1.01};
    double[] high = {2, 2.1, 2.05, 2.0, 2.02};

    MetricComparison three =
        comparison(
            new Rounds()
                .metric("m", Better.LOWER, first(3, low), first(3, high))
                .metric("n", Better.LOWER, first(3, low), first(3, low))
                .judged(),
            "m");
    MetricComparison five =
        comparison(new Rounds().metric("m", Better.LOWER, low, high).judged(), "m");

    assertThat(three.method()).isEqualTo(Method.BOOT_WELCH);
    assertThat(three.change()).isEqualTo(Change.WORSE);
    assertThat(five.method()).isEqualTo(Method.BOOT_RANKS);
    assertThat(five.change()).isEqualTo(Change.WORSE);
    assertThat(five.effect()).isCloseTo(1.02, within(0.05));
  }

  @Test
  void virtualTimeWithoutAnyNoiseIsStillJudged() {
    double[] same = {985, 985, 985, 985};
    double[] less = {980, 980, 980, 980};
    double[] half = {490, 490, 490, 490};

    var none = new Rounds().metric("ops", Better.HIGHER, same, same).judged();
    var little = new Rounds().metric("ops", Better.HIGHER, same, less).judged();
    var lost = new Rounds().metric("ops", Better.HIGHER, same, half).judged();

    assertThat(none.verdict()).isEqualTo(Verdict.PASS);
    assertThat(little.verdict()).isEqualTo(Verdict.PASS);
    assertThat(comparison(little, "ops").detectable().getAsDouble())
        .isCloseTo(1 - 1 / 1.1, within(1e-6));
    assertThat(lost.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void fromNothingToSomethingIsADifferenceNotAShare() {
    double[] none = {0, 0, 0, 0};
    double[] some = {8, 9, 8, 8};

    MetricComparison c =
        comparison(new Rounds().metric("d_ms", Better.LOWER, none, some).judged(), "d_ms");

    assertThat(c.change()).isEqualTo(Change.WORSE);
    assertThat(c.effect()).isEqualTo(8);
  }

  @Test
  void censoredValuesAreAboveAllOthers() {
    double[] fast = {0.2, 0.21, 0.2, 0.22};
    double[] open = {10_001, 10_003, 10_000, 10_002};

    var worse = new Rounds().metric("max", Better.LOWER, fast, open).candidateCensored().judged();
    var better =
        new Rounds()
            .metric("max", Better.LOWER, open, new double[] {10_050, 10_050, 10_050, 10_050})
            .candidateCensored()
            .judged(new Tolerance(0, 0));

    assertThat(worse.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(comparison(better, "max").change()).isNotEqualTo(Change.BETTER);
  }

  @Test
  void aMetricWithoutDirectionMustNotChangeEitherWay() {
    double[] one = {100, 101, 100, 102};
    double[] less = {50, 51, 50, 52};

    var result = new Rounds().metric("m", Better.NEITHER, one, less).judged();

    assertThat(comparison(result, "m").change()).isEqualTo(Change.DIFFERENT);
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void aWaiverLetsGoOnWhileItCounts() {
    Gate gate = new Gate("works", "nested", true, new GateRule.Passes());
    VerificationResult run =
        new Rounds()
            .metric("m", Better.LOWER, new double[] {1}, new double[] {1})
            .candidateStatus(Status.FAIL)
            .run();
    Waiver counts = new Waiver("works", "a@example.org", "known", LocalDate.of(2026, 11, 22));
    Waiver expired = new Waiver("works", "a@example.org", "known", LocalDate.of(2026, 11, 21));

    assertThat(judge(gate).judge(run, List.of()).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(gate, expired).judge(run, List.of()).verdict()).isEqualTo(Verdict.FAIL);
    VerificationResult waived = judge(gate, counts).judge(run, List.of());
    assertThat(waived.verdict()).isEqualTo(Verdict.PASS);
    assertThat(waived.waivers()).containsExactly(counts);
    assertThat(gate(waived, "works").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void whatWasNotMeasuredIsNoPass() {
    VerificationResult run =
        new Rounds().metric("m", Better.LOWER, new double[] {1}, new double[] {1}).run();
    Gate bound =
        new Gate(
            "b",
            "nested",
            true,
            new GateRule.Bound(
                "other", Statistic.VALUE, OptionalDouble.empty(), OptionalDouble.of(1)));
    Gate absent = new Gate("a", "elsewhere", true, new GateRule.Passes());
    Gate ratio = new Gate("r", "elsewhere", true, new GateRule.Ratio("m", Statistic.VALUE, 2));

    for (Gate gate : List.of(bound, absent, ratio)) {
      assertThat(judge(gate).judge(run, List.of()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }
  }

  @Test
  void aRatioMustBeShown() {
    double[] one = {10, 10.1, 10.2, 9.9};
    double[] slightly = {11, 11.1, 11.2, 10.9};
    VerificationResult run = new Rounds().metric("m", Better.LOWER, one, slightly).run();

    assertThat(ratio(1.2, run)).isEqualTo(Verdict.PASS);
    assertThat(ratio(1.1, run)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(ratio(1.02, run)).isEqualTo(Verdict.FAIL);
  }

  private static Verdict ratio(double max, VerificationResult run) {
    Gate gate = new Gate("r", "nested", true, new GateRule.Ratio("m", Statistic.VALUE, max));
    return gate(judge(gate).judge(run, List.of()), "r").verdict();
  }

  private static Judge judge(Gate gate, Waiver... waivers) {
    return new Judge(List.of(gate), List.of(waivers), History.EMPTY, Judge.DEFAULT_ALPHA);
  }

  private static GateVerdict gate(VerificationResult result, String name) {
    return result.gates().stream().filter(g -> g.gate().equals(name)).findFirst().orElseThrow();
  }

  private static MetricComparison comparison(VerificationResult result, String metric) {
    return result.metrics().stream()
        .filter(c -> c.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static double[] first(int count, double[] values) {
    return Arrays.copyOf(values, count);
  }
}
