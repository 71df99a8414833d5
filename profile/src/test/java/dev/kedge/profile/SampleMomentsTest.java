package dev.kedge.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleMomentsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 00",
    "3, 0, 06",
    "63, 0, 7e",
    "64, 0, 8001",
    "0, 5, 0105",
    "499, 300, e707ac02",
    "720000, 65535, 81f257ffff03"
  })
  void oneSampleInAFewBytes(int slot, int cpu, String hex) {
    assertThat(SampleMoments.of(new int[] {slot}, new int[] {cpu}).packed())
        .isEqualTo(HexFormat.of().parseHex(hex));
  }

  @Test
  void aSteadyLoadTakesOneByteASample() {
    int[] slots = new int[190];
    int[] cpus = new int[190];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = i * 500 / 190;
      cpus[i] = 1;
    }
    assertThat(SampleMoments.of(slots, cpus).size()).isEqualTo(191);
  }

  @Property
  void givesBackWhatWasPackedInOrderOfTime(
      @ForAll @Size(max = 40) List<@IntRange(max = SampleMoments.MAX_SLOT) Integer> slots,
      @ForAll @IntRange(max = SampleMoments.MAX_CPU) int mostCpu) {
    int[] at = slots.stream().mapToInt(Integer::intValue).toArray();
    int[] on = slots.stream().mapToInt(slot -> slot % (mostCpu + 1)).toArray();
    SampleMoments moments = SampleMoments.of(at, on);
    List<Integer> seen = new ArrayList<>();
    moments.forEach((slot, cpu) -> {
      seen.add(slot);
      assertThat(cpu).isEqualTo(slot % (mostCpu + 1));
    });
    assertThat(seen).isEqualTo(slots.stream().sorted().toList());
    assertThat(moments.count()).isEqualTo(slots.size());
    assertThat(SampleMoments.unpack(moments.packed())).isEqualTo(moments);
  }

  @Property
  void readsAnythingOrSaysNo(@ForAll @Size(max = 30) byte[] bytes) {
    try {
      SampleMoments moments = SampleMoments.unpack(bytes);
      int[][] read = new int[2][moments.count()];
      int[] next = new int[1];
      moments.forEach((slot, cpu) -> {
        read[0][next[0]] = slot;
        read[1][next[0]++] = cpu;
      });
      assertThat(moments.size()).isEqualTo(bytes.length);
      assertThat(SampleMoments.of(read[0], read[1]).count()).isEqualTo(moments.count());
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("moments of samples, byte");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "80, end inside",
    "8000, longer than",
    "ffffff7f, more than three",
    "0100, after CPU"
  })
  void saysWhatIsWrong(String hex, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleMoments.unpack(HexFormat.of().parseHex(hex)))
        .withMessageContaining(message);
  }

  @Test
  void hasOneMomentForEachSampleOrNone() {
    SampledTask task = SampledTask.process(1, "init", "/");
    SampleMoments two = SampleMoments.of(new int[] {1, 2}, new int[] {0, 0});
    assertThat(new SampleCount(1, task, 2, two).moments()).isEqualTo(two);
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleCount(1, task, 3, two));
  }
}
