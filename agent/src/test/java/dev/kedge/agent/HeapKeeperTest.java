package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapKeeperTest {
  private static final long MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000L;

  private final HeapKeeper keeper = new HeapKeeper();

  @Test
  void whatTheStartLeftBehindIsCollectedFirst() {
    assertThat(keeper.observe(12 * MIB, 0)).isTrue();
  }

  @Test
  void aSmallHeapMayGrowBySomeMegabytes() {
    keeper.collected(10 * MIB, 0, 0);
    assertThat(keeper.observe(18 * MIB, SECOND)).isFalse();
    assertThat(keeper.observe(19 * MIB, SECOND)).isTrue();
  }

  @Test
  void aLargeHeapMayGrowByAThird() {
    keeper.collected(45 * MIB, 0, 0);
    assertThat(keeper.observe(59 * MIB, SECOND)).isFalse();
    assertThat(keeper.observe(61 * MIB, SECOND)).isTrue();
  }

  @Test
  void collectionsThatTakeLongAreSeldom() {
    keeper.collected(10 * MIB, 0, SECOND / 20);
    assertThat(keeper.observe(40 * MIB, 399 * SECOND)).isFalse();
    assertThat(keeper.observe(40 * MIB, 400 * SECOND)).isTrue();
    keeper.collected(10 * MIB, 0, 10 * SECOND);
    assertThat(keeper.observe(40 * MIB, 1_000 * SECOND)).isTrue();
  }
}
