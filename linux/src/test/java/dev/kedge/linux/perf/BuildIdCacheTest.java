package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.BuildId;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BuildIdCacheTest {
  private final BuildIdCache cache = new BuildIdCache();

  @Property(tries = 300)
  void tellsEveryIdAgain(
      @ForAll @Size(20) byte[] bytes, @ForAll @IntRange(min = 1, max = 20) int length) {
    long[] record = record(bytes, length);
    BuildId expected = new BuildId(HexFormat.of().formatHex(bytes, 0, length));
    assertThat(cache.read(record, 5)).contains(expected);
    assertThat(cache.read(record, 5)).contains(expected);
  }

  @Test
  void givesTheSameObjectForTheSameRecord() {
    long[] record = record(new byte[20], 20);
    assertThat(cache.read(record, 5).orElseThrow()).isSameAs(cache.read(record, 5).orElseThrow());
  }

  @Test
  void takesNoIdOfAnImpossibleLength() {
    assertThat(cache.read(record(new byte[20], 0), 5)).isEmpty();
    assertThat(cache.read(record(new byte[20], 21), 5)).isEmpty();
  }

  private static long[] record(byte[] id, int length) {
    long[] words = new long[8];
    words[5] = length;
    for (int i = 0; i < id.length; i++) {
      int at = 8 * 5 + 4 + i;
      words[at >> 3] |= (id[i] & 0xffL) << ((at & 7) << 3);
    }
    return words;
  }
}
