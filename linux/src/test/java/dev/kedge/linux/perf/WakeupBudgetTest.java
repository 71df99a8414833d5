package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeupBudgetTest {
  private final WakeupBudget budget = new WakeupBudget();
  private final Missed missed = new Missed();

  @Test
  void fromTheLastAllowedSampleOnNothingIsWholeUntilMoreAreAllowed() {
    budget.open(1, 2);
    budget.open(2, 9);
    assertThat(budget.take(1, 10, missed)).isTrue();
    assertThat(budget.take(1, 20, missed)).as("the last one still is").isTrue();
    assertThat(budget.take(2, 30, missed)).as("another CPU goes on alone").isFalse();
    refresh(100);
    assertThat(budget.take(2, 90, missed)).as("from before").isFalse();
    assertThat(missed.times).isZero();
    assertThat(budget.take(2, 110, missed)).isTrue();
    assertThat(missed.times).isEqualTo(1);
    assertThat(budget.gaps()).isEqualTo(1);
  }

  @Test
  void samplesThatWereStillUnreadWhenMoreWereAllowedCountAsBefore() {
    budget.open(1, 3);
    assertThat(budget.take(1, 10, missed)).isTrue();
    refresh(100);
    // In the kernel there were three before the refresh: it had ended the event.
    assertThat(budget.take(1, 20, missed)).isTrue();
    assertThat(budget.take(1, 30, missed)).isTrue();
    assertThat(budget.take(1, 110, missed)).isTrue();
    assertThat(missed.times).as("there was a gap from 30 to 100").isEqualTo(1);
  }

  @Test
  void aQuietEventNeverHasAGap() {
    budget.open(1, 4);
    for (int i = 0; i < 100; i++) {
      assertThat(budget.take(1, 10L * i, missed)).isTrue();
      refresh(10L * i + 5);
    }
    assertThat(budget.gaps()).isZero();
    assertThat(missed.times).isZero();
  }

  @Test
  void samplesOfAClosedEventAreTaken() {
    budget.open(1, 1);
    budget.close(1);
    assertThat(budget.take(1, 10, missed)).isTrue();
    assertThat(budget.takeTaken(1)).isZero();
  }

  private void refresh(long now) {
    for (long id = 1; id <= 2; id++) {
      budget.refreshed(id, budget.takeTaken(id), now);
    }
    budget.allRefreshed(now);
  }

  private static final class Missed extends IgnoredRecords {
    private int times;

    @Override
    public void onWaitsMissed() {
      times++;
    }
  }
}
