package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapKeeperTest {
  private static final long MIB = 1 << 20;

  private final HeapKeeper keeper = new HeapKeeper();

  @Test
  void whatTheStartLeftBehindIsCollectedFirst() {
    assertThat(keeper.observe(12 * MIB)).isTrue();
  }

  @Test
  void aSmallHeapMayGrowBySomeMegabytes() {
    keeper.collected(10 * MIB);
    assertThat(keeper.observe(18 * MIB)).isFalse();
    assertThat(keeper.observe(19 * MIB)).isTrue();
  }

  @Test
  void aLargeHeapMayGrowByAThird() {
    keeper.collected(45 * MIB);
    assertThat(keeper.observe(59 * MIB)).isFalse();
    assertThat(keeper.observe(61 * MIB)).isTrue();
  }
}
