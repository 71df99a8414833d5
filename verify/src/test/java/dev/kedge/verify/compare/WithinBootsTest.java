package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Values inside boots are compared only where they could have been in any boot. */
class WithinBootsTest {
  private final Random random = new Random(5);

  @Test
  void aShiftIsFoundWhereValuesArePooled() {
    int found = 0;
    int asked = 0;
    for (int i = 0; i < 100; i++) {
      var p = WithinBoots.greater(List.of(noise(1, 200), noise(1, 200)), twoBoots());
      if (p.isPresent()) {
        asked++;
        found += p.getAsDouble() < 0.01 ? 1 : 0;
      }
    }

    assertThat(asked).isGreaterThan(20);
    assertThat(found).isEqualTo(asked);
  }

  @Test
  void equalKernelsAreSeldomToldApart() {
    int alarms = 0;
    int asked = 0;
    for (int i = 0; i < 300; i++) {
      var p = WithinBoots.greater(twoBoots(), twoBoots());
      if (p.isPresent()) {
        asked++;
        alarms += p.getAsDouble() < 0.05 ? 1 : 0;
      }
    }

    assertThat(alarms).isLessThanOrEqualTo((int) (asked * 0.12) + 1);
  }

  @Test
  void bootsThatDifferAreNotPooled() {
    assertThat(WithinBoots.greater(List.of(noise(0, 200), noise(2, 200)), twoBoots())).isEmpty();
  }

  @Test
  void neighboursThatDependAreNotPooled() {
    double[] drift = DoubleStream.iterate(0, at -> at + 1).limit(200).toArray();

    assertThat(WithinBoots.greater(List.of(drift, drift.clone()), twoBoots())).isEmpty();
  }

  @Test
  void fewValuesAndSingleBootsAreNotPooled() {
    assertThat(WithinBoots.greater(List.of(noise(0, 19), noise(0, 19)), twoBoots())).isEmpty();
    assertThat(WithinBoots.greater(List.of(noise(0, 200)), twoBoots())).isEmpty();
  }

  @Test
  void censoredValuesAreNotPooled() {
    double[] censored = noise(0, 50);
    censored[49] = Double.POSITIVE_INFINITY;

    assertThat(WithinBoots.greater(List.of(censored, noise(0, 50)), twoBoots())).isEmpty();
  }

  private List<double[]> twoBoots() {
    return List.of(noise(0, 200), noise(0, 200));
  }

  private double[] noise(double mean, int size) {
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(size).toArray();
  }
}
