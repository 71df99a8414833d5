package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RangeIndexTest {
  private static final long BASE = 0xffff_ffff_8100_0000L;
  private static final long SPAN = 1 << 20;

  private record Range(long low, long high, long value) {
    boolean holds(long address) {
      return address >= low && address < high;
    }
  }

  /** Ranges that overlap a little: what is found holds the address, and one is found. */
  @Property(tries = 300)
  void findsWhatHoldsAnAddress(@ForAll long seed) {
    Random random = new Random(seed);
    RangeIndex.Builder builder = new RangeIndex.Builder(BASE, SPAN, 64);
    List<Range> ranges = new ArrayList<>();
    int wanted = random.nextInt(40);
    for (int i = 0; i < wanted; i++) {
      long low = BASE + random.nextInt(1 << 12) * 16L;
      Range range = new Range(low, low + 1 + random.nextInt(200), random.nextInt(6));
      ranges.add(range);
      assertThat(builder.add(range.low(), range.high(), range.value())).isTrue();
    }
    RangeIndex index = builder.build();
    for (int i = 0; i < 200; i++) {
      long address = BASE + random.nextInt(1 << 16);
      List<Long> values = ranges.stream().filter(r -> r.holds(address)).map(Range::value).toList();
      int last = index.last(address);
      int found = index.holding(address, last, last);
      if (!values.isEmpty()) {
        assertThat(found).isNotNegative();
      }
      // Padding between two ranges of one number belongs to both.
      if (found >= 0 && !values.isEmpty()) {
        List<Long> tried = new ArrayList<>();
        for (int at = found; at >= 0; at = index.holding(address, at - 1, last)) {
          tried.add(index.value(at));
        }
        assertThat(tried).containsAll(values);
      }
    }
  }

  @Test
  void whatLiesOutsideTheCodeIsLeftOut() {
    RangeIndex.Builder builder = new RangeIndex.Builder(BASE, SPAN, 8);
    assertThat(builder.add(0, 64, 1)).isTrue();
    assertThat(builder.add(BASE + 64, BASE, 1)).isTrue();
    assertThat(builder.add(BASE + SPAN, BASE + SPAN + 8, 1)).isTrue();
    assertThat(builder.build().size()).isZero();
  }

  @Test
  void neighboursOfOneNumberAreOneRange() {
    RangeIndex.Builder builder = new RangeIndex.Builder(BASE, SPAN, 8);
    for (int i = 1000; i > 0; i--) {
      assertThat(builder.add(BASE + i * 32L, BASE + i * 32L + 20, 7)).isTrue();
    }
    assertThat(builder.build().size()).isEqualTo(1);
  }

  @Test
  void saysWhenThereIsNoRoom() {
    RangeIndex.Builder builder = new RangeIndex.Builder(BASE, SPAN, 8);
    boolean room = true;
    for (int i = 0; i < 9; i++) {
      room &= builder.add(BASE + i * 256L, BASE + i * 256L + 20, i);
    }
    assertThat(room).isFalse();
  }
}
