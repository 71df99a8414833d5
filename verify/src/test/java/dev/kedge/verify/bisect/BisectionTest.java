package dev.kedge.verify.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BisectionTest {

  @Property(tries = 200)
  void namesTheFirstBadOneOfASteadyTest(
      @ForAll @IntRange(min = 2, max = 60) int size, @ForAll @IntRange(min = 0, max = 60) int at) {
    int first = Math.min(at, size - 1);
    Finding finding =
        new Bisection(size, false, OptionalInt.empty(), 0.95, 200)
            .run(index -> index >= first ? Observation.BAD : Observation.GOOD);

    assertThat(finding.certain()).isTrue();
    assertThat(finding.firstBad().likeliest()).isEqualTo(first);
  }

  @Property(tries = 100)
  void namesWhereAFaultCameAndWent(
      @ForAll @IntRange(min = 3, max = 25) int size, @ForAll long seed) {
    Random random = new Random(seed);
    int first = random.nextInt(size);
    int again = first + 1 + random.nextInt(size - first);
    int known = first + random.nextInt(again - first);
    Finding finding =
        new Bisection(size, true, OptionalInt.of(known), 0.95, 300)
            .run(i -> i >= first && i < again ? Observation.BAD : Observation.GOOD);

    assertThat(finding.firstBad().likeliest()).isEqualTo(first);
    assertThat(finding.goodAgain().orElseThrow().likeliest()).isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 0.0", "0.7, 0.0", "0.3, 0.0", "0.9, 0.05"})
  void keepsItsConfidenceWithFlakyTests(double shown, double seeming) {
    int runs = 200;
    int right = 0;
    int certain = 0;
    long tests = 0;
    for (int run = 0; run < runs; run++) {
      Random random = new Random(run);
      int first = 1 + random.nextInt(19);
      Finding finding =
          new Bisection(20, false, OptionalInt.of(19), 0.95, 500)
              .run(i ->
                  random.nextDouble() < (i >= first ? shown : seeming)
                      ? Observation.BAD
                      : Observation.GOOD);
      tests += finding.tests();
      certain += finding.certain() ? 1 : 0;
      right += finding.certain() && finding.firstBad().likeliest() == first ? 1 : 0;
    }
    System.out.printf(
        "bisect of 20, shown %.2f, seeming %.2f: %d of %d certain ones right, %.1f tests%n",
        shown, seeming, right, certain, (double) tests / runs);
    assertThat(certain).isGreaterThan(runs * 9 / 10);
    assertThat((double) right / certain).isGreaterThan(0.95 - 3 * Math.sqrt(0.05 * 0.95 / runs));
  }

  @Test
  void whatCannotBeTestedStaysInTheRange() {
    Finding finding =
        new Bisection(10, false, OptionalInt.empty(), 0.95, 200)
            .run(i ->
                i >= 4 && i <= 5
                    ? Observation.UNTESTABLE
                    : i >= 6 ? Observation.BAD : Observation.GOOD);

    assertThat(finding.certain()).isFalse();
    assertThat(finding.firstBad().from()).isEqualTo(4);
    assertThat(finding.firstBad().to()).isEqualTo(6);
    assertThat(finding.untestable()).containsExactly(4, 5);
  }

  @Test
  void endsAtTheLastTestAllowed() {
    Finding finding =
        new Bisection(50, false, OptionalInt.empty(), 0.95, 3)
            .run(i -> i >= 30 ? Observation.BAD : Observation.GOOD);

    assertThat(finding.tests()).isEqualTo(3);
    assertThat(finding.certain()).isFalse();
    assertThat(finding.firstBad().from()).isLessThanOrEqualTo(30);
    assertThat(finding.firstBad().to()).isGreaterThanOrEqualTo(30);
  }

  @Test
  void aMetricBelongsToTheSideItIsNearerTo() {
    MetricOracle stall = new MetricOracle(new double[] {64, 68}, new double[] {494, 896});

    assertThat(stall.of(59)).isEqualTo(Observation.GOOD);
    assertThat(stall.of(610)).isEqualTo(Observation.BAD);
    assertThat(stall.of(0)).isEqualTo(Observation.GOOD);
    assertThatThrownBy(() -> new MetricOracle(new double[] {1, 3}, new double[] {2, 4}))
        .isInstanceOf(VerifyException.class);
  }
}
