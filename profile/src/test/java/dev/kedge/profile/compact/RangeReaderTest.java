package dev.kedge.profile.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A few bytes do not keep a reader busy for long, whatever they claim. */
class RangeReaderTest {
  private static final int LIKELY = Coder.ONE - 16;

  @Test
  void readsEntriesThatCostNextToNothing() {
    RangeWriter out = new RangeWriter();
    out.entries(100_000);
    for (int i = 0; i < 100_000; i++) {
      out.bit(LIKELY, 1);
    }
    RangeReader in = new RangeReader(out.bytes());
    in.entries(100_000);
    for (int i = 0; i < 100_000; i++) {
      assertThat(in.bit(LIKELY, 0)).isEqualTo(1);
    }
  }

  @Test
  void refusesToReadOnBehindTheEnd() {
    RangeReader in = new RangeReader(new byte[] {1, 2, 3});
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 16; i++) {
                in.plain(16, 0);
              }
            })
        .isInstanceOf(CompactException.class)
        .hasMessage("coded bytes: they end too early, after 3 bytes");
  }

  @Test
  void refusesMoreEntriesThanItsBytesCanHold() {
    RangeReader in = new RangeReader(new byte[100]);
    in.entries(50_000);
    assertThatThrownBy(() -> in.entries(1_201))
        .isInstanceOf(CompactException.class)
        .hasMessage("coded bytes: 51201 entries in 100 bytes");
  }
}
