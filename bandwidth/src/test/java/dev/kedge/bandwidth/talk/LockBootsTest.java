package dev.kedge.bandwidth.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockBootsTest {
  private static final String HEAD = "lock,release,boot,run,operations,longest_ms,unfinished\n";

  @Test
  void runsOfOneLockOnOneReleaseAreOneSpan() {
    LockBoots boots =
        new LockBoots(
            HEAD
                + "fork preempt=full,6.1,1,1,705,1300.24,no\n"
                + "fork preempt=full,6.1,2,1,866,204.43,no\n"
                + "fork preempt=full,6.12,1,1,134,8509.03,yes\n");

    assertThat(boots.span("fork, preempt=full", "6.1"))
        .contains(new RunSpan(2, 705, 866, 204.43, 1300.24));
    assertThat(boots.span("fork", "6.1")).isEmpty();
    assertThat(boots.span("fork, preempt=full", "6.17")).isEmpty();
  }

  @Test
  void theRunsThatComeWithKedgeAreOfLocksAndReleasesOfTheTable() {
    LockBoots ours = LockBoots.ours();

    for (String release : LockCases.RELEASES) {
      assertThat(ours.span("fork, preempt=full", release)).isPresent();
      assertThat(ours.span("mm, preempt=full", release)).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork,6.1,1,1,705,1300", "fork,6.1,1,1,many,1300,no", " "})
  void aLineOfAnotherFormIsRefusedWithItsNumber(String line) {
    assertThatThrownBy(() -> new LockBoots(HEAD + "fork,6.1,1,1,5,1,no\n" + line + "\n"))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining(":3:");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4254, true, true",
    "3, 4254, false, false",
    "3, 5000, false, true",
    "1, 5000, false, false",
    "3, 6000, true, false"
  })
  void anUnfinishedOperationMayBeShorterThanAll(
      long operations, double maxMs, boolean unfinished, boolean inside) {
    RunSpan span = new RunSpan(31, 2, 91, 4798, 5100);

    assertThat(span.contains(operations, maxMs, unfinished)).isEqualTo(inside);
  }
}
