package dev.kedge.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadClockTest {
  @Test
  void workCostsAndWaitingDoesNot() throws InterruptedException {
    long start = ThreadClock.cpuNanos();
    Thread.sleep(50);
    long slept = ThreadClock.cpuNanos() - start;
    assertThat(slept).isBetween(0L, 49_000_000L);

    long end = start + slept;
    while (end - start < slept + 20_000_000) {
      end = ThreadClock.cpuNanos();
    }
    assertThat(end).isGreaterThan(start + slept);
  }
}
