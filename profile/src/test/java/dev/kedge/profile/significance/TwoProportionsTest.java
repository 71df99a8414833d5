package dev.kedge.profile.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoProportionsTest {
  /** Deviates of the exact one-sided chances, which are short sums or powers. */
  @ParameterizedTest
  @CsvSource({
    // (266 / 3658)^2
    "2, 266, 0, 3392, 2.5564",
    // a half to the tenth
    "10, 1000, 0, 1000, 3.0972",
    "0, 1000, 10, 1000, 3.0972",
    // no more than by chance
    "1, 1000, 1, 1000, 0",
    "0, 10, 0, 10, 0",
    // the complement decides: all but none against all but ten
    "1000, 1000, 990, 1000, 3.0972",
  })
  void fewSamplesAreTestedExactly(long count, long samples, long baseCount, long base, double z) {
    assertThat(TwoProportions.exact(count, samples, baseCount, base)).isCloseTo(z, within(2e-4));
  }

  @Property
  void swappedSidesTurnTheSign(
      @ForAll @IntRange(max = 300) int count, @ForAll @IntRange(max = 300) int baseCount) {
    double z = TwoProportions.z(count, 1_000, baseCount, 4_000);
    assertThat(TwoProportions.z(baseCount, 4_000, count, 1_000)).isCloseTo(-z, within(1e-9));
    assertThat(z).isBetween(-40.0, 40.0);
  }

  /** Chances over all outcomes: what is called as rare as that is no more frequent. */
  @ParameterizedTest
  @CsvSource({"266, 3392, 5", "500, 500, 20", "3000, 200, 12", "400, 4000, 200"})
  void fewAlarmsWhereNothingChanged(int samples, int baseSamples, int together) {
    double chance = samples / (double) (samples + baseSamples);
    double alarms = 0;
    double term = Math.pow(1 - chance, together);
    for (int count = 0; count <= together; count++) {
      if (TwoProportions.z(count, samples, together - count, baseSamples) >= TwoProportions.NOISE) {
        alarms += term;
      }
      term *= (together - count) / (count + 1.0) * chance / (1 - chance);
    }
    assertThat(alarms).isLessThanOrEqualTo(0.00135);
  }
}
