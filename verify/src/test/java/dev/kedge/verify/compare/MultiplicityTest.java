package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MultiplicityTest {
  private static final Offset<Double> NEAR = within(1e-12);

  @Test
  void isHolmsAndBenjaminiAndHochbergs() {
    double[] p = {0.04, 0.01, 0.03, 0.005};

    assertThat(Multiplicity.holm(p)).containsExactly(new double[] {0.06, 0.03, 0.06, 0.02}, NEAR);
    assertThat(Multiplicity.benjaminiHochberg(p))
        .containsExactly(new double[] {0.04, 0.02, 0.04, 0.02}, NEAR);
  }

  @Property
  void neverLowersAndNeverReorders(
      @ForAll @Size(min = 1, max = 12) double[] raw,
      @ForAll @DoubleRange(min = 0, max = 1) double first) {
    double[] p = new double[raw.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = i == 0 ? first : Math.abs(Math.sin(raw[i]));
      p[i] = Double.isNaN(p[i]) ? 0.5 : p[i];
    }
    double[] holm = Multiplicity.holm(p);
    double[] bh = Multiplicity.benjaminiHochberg(p);

    for (int i = 0; i < p.length; i++) {
      assertThat(bh[i]).isBetween(p[i] - 1e-12, 1.0);
      assertThat(holm[i]).isBetween(bh[i] - 1e-12, 1.0);
      for (int j = 0; j < p.length; j++) {
        assertThat(p[i] > p[j] || holm[i] <= holm[j]).isTrue();
      }
    }
  }
}
