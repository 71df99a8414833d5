package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkAllowanceTest {
  private static final long SECOND = 1_000_000_000L;

  /** However the work comes, over time no more is done than allowed, the last piece excepted. */
  @Property(tries = 200)
  void keepsItsRate(@ForAll @IntRange(min = 1, max = 5_000) int piece) {
    WorkAllowance allowance = new WorkAllowance(100, 0);
    long done = 0;
    long seconds = 2_000;
    for (long i = 0; i < seconds * 10; i++) {
      if (allowance.open(i * SECOND / 10)) {
        allowance.pay(piece);
        done += piece;
      }
    }
    assertThat(done).isLessThanOrEqualTo(100 * (seconds + 256) + piece);
    assertThat(done).isGreaterThanOrEqualTo(Math.min(100 * seconds, 10 * seconds * piece) - piece);
  }

  @Test
  void whatIsSavedUpHasABound() {
    WorkAllowance allowance = new WorkAllowance(100, 0);
    assertThat(allowance.open(1_000_000 * SECOND)).isTrue();
    allowance.pay(100 * 256);
    assertThat(allowance.open(1_000_000 * SECOND)).isFalse();
    assertThat(allowance.open(1_000_001 * SECOND)).isTrue();
  }
}
