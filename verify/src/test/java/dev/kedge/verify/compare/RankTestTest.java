package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.junit.jupiter.api.Test;

class RankTestTest {

  @Test
  void countsAllDealsOfFewValues() {
    double[] high = {4, 5, 6};
    double[] low = {1, 2, 3};

    assertThat(RankTest.greater(high, low)).isCloseTo(1.0 / 20, within(1e-12));
    assertThat(RankTest.greater(low, high)).isCloseTo(1, within(1e-12));
    assertThat(RankTest.smallest(5, 5)).isCloseTo(1.0 / 252, within(1e-12));
  }

  @Test
  void countsTiesAsMidranks() {
    double[] same = {1, 1};

    assertThat(RankTest.greater(same, same)).isEqualTo(1);
    assertThat(RankTest.greater(new double[] {1, 2}, new double[] {1, 1}))
        .isCloseTo(0.5, within(1e-12));
  }

  @Property(tries = 200)
  void agreesWithTheExactTestWithoutTies(
      @ForAll @IntRange(min = 2, max = 8) int a,
      @ForAll @IntRange(min = 2, max = 8) int b,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] high = random.doubles(a).toArray();
    double[] low = random.doubles(b).toArray();
    double exact =
        MannWhitneyUTest.withDefaults()
            .with(AlternativeHypothesis.GREATER_THAN)
            .with(PValueMethod.EXACT)
            .test(high, low)
            .getPValue();

    assertThat(RankTest.greater(high, low)).isCloseTo(exact, within(1e-9));
  }

  @Property(tries = 50)
  void theCriticalSumIsWhereThePValueReachesTheLevel(
      @ForAll @IntRange(min = 2, max = 7) int a, @ForAll long seed) {
    Random random = new Random(seed);
    double[] high = random.doubles(a).map(u -> u + 0.4).toArray();
    double[] low = random.doubles(a + 1).toArray();

    boolean reached =
        RankTest.rankSum(high, low) >= RankTest.criticalSum(high.length, low.length, 0.05);

    assertThat(reached).isEqualTo(RankTest.greater(high, low) <= 0.05);
  }
}
