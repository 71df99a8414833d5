package dev.kedge.bandwidth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.LateTimers;
import org.junit.jupiter.api.Test;

/** What balancing goes by: load of the past, success of the past, timers that come late. */
class BalancingTest {
  private static final long HALF_LIFE_NS = 32_000_000;

  @Test
  void aCpuIsFullAfterItHasBeenBusyForAWhile() {
    CpuLoad load = new CpuLoad(2);
    load.add(0, 4, 0);

    assertThat(load.full(0, HALF_LIFE_NS / 8)).isFalse();
    assertThat(load.full(0, HALF_LIFE_NS)).isTrue();
    assertThat(load.full(1, HALF_LIFE_NS)).isFalse();
  }

  @Test
  void whatACpuDidLongAgoIsForgotten() {
    CpuLoad load = new CpuLoad(2);
    load.add(0, 4, 0);
    load.add(0, -4, HALF_LIFE_NS * 10);
    load.add(0, 1, HALF_LIFE_NS * 500);

    assertThat(load.full(0, HALF_LIFE_NS * 500)).isFalse();
    assertThat(load.full(0, HALF_LIFE_NS * 503)).isTrue();
  }

  @Test
  void aCpuThatFindsNothingStopsLooking() {
    BalanceState state = new BalanceState(BalanceState.CERTAIN);
    assertThat(state.looks(BalanceState.CERTAIN - 1)).isTrue();
    for (int i = 0; i < 10 * BalanceState.CERTAIN; i++) {
      state.looked(false);
    }

    assertThat(state.looks(BalanceState.CERTAIN / 2)).isFalse();
    assertThat(state.looks(0)).isTrue();
  }

  @Test
  void aCpuThatFindsWorkLooksAlways() {
    BalanceState state = new BalanceState(BalanceState.CERTAIN / 2);
    for (int i = 0; i < 10 * BalanceState.CERTAIN; i++) {
      state.looked(true);
    }

    assertThat(state.looks(BalanceState.CERTAIN - 1)).isTrue();
  }

  @Test
  void allTimersOfACpuAndATimeAreServedTogether() {
    TimerInterrupts timers = new TimerInterrupts(new LateTimers(10, 30_000, 0), 7);
    int late = 0;
    for (long time = 0; time < 10_000; time++) {
      long served = timers.served(1, time);
      assertThat(served).isEqualTo(timers.served(1, time)).isBetween(time, time + 30_000);
      late += served > time ? 1 : 0;
    }

    assertThat(late).isBetween(800, 1_200);
    assertThat(new TimerInterrupts(LateTimers.NONE, 7).served(1, 5)).isEqualTo(5);
  }
}
