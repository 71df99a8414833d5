package dev.kedge.linux.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.runtime.CodeRegions.Kind;
import dev.kedge.linux.runtime.CodeRegions.Region;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CodeRegionsTest {
  @Test
  void findsThePieceThatHoldsAnAddress() {
    CodeRegions regions =
        CodeRegions.of(
            List.of(
                new Region(0x3000, 0x3100, 3, Kind.SIZED, 64, 12),
                new Region(0x1000, 0x1100, 1, Kind.INTERPRETER, 0, 0),
                new Region(0x2000, 0x2000, 2, Kind.STUB, 0, 0)),
            0x77,
            0x88);
    assertThat(regions.size()).isEqualTo(2);
    assertThat(regions.find(0xfff)).isEqualTo(-1);
    assertThat(regions.find(0x1000)).isZero();
    assertThat(regions.find(0x1100)).isEqualTo(-1);
    int third = regions.find(0x30ff);
    assertThat(regions.holder(third)).isEqualTo(3);
    assertThat(regions.frameBytes(third)).isEqualTo(64);
    assertThat(regions.complete(third)).isEqualTo(12);
    assertThat(regions.kind(third)).isEqualTo(Kind.SIZED);
    assertThat(regions.callStubReturn()).isEqualTo(0x77);
    assertThat(regions.continuationReturn()).isEqualTo(0x88);
    assertThat(CodeRegions.EMPTY.find(0x1000)).isEqualTo(-1);
  }

  @Test
  void aPieceMoreTakesThePlaceOfWhatItOverlaps() {
    Region first = new Region(0x1000, 0x1100, 1, Kind.STUB, 0, 0);
    Region second = new Region(0x1100, 0x1200, 2, Kind.SIZED, 32, 4);
    Region third = new Region(0x1180, 0x1300, 3, Kind.SIZED, 64, 4);
    CodeRegions regions = CodeRegions.of(List.of(first, second), 7, 8).with(third);

    assertThat(regions.size()).isEqualTo(2);
    assertThat(regions.region(regions.find(0x10ff))).isEqualTo(first);
    assertThat(regions.region(regions.find(0x1180))).isEqualTo(third);
    assertThat(regions.find(0x1100)).as("in a piece that is gone").isEqualTo(-1);
    assertThat(regions.continuationReturn()).isEqualTo(8);
  }

  @Property
  void piecesComeInOneByOneAsTheyDoTogether(
      @ForAll @Size(max = 40) List<@IntRange(max = 60) Integer> starts) {
    CodeRegions oneByOne = CodeRegions.EMPTY;
    List<Region> left = new ArrayList<>();
    for (int start : starts) {
      Region fresh =
          new Region(16L * start, 16L * (start + 1 + start % 4), left.size(), Kind.STUB, 0, 0);
      left.removeIf(region -> region.start() < fresh.end() && fresh.start() < region.end());
      left.add(fresh);
      oneByOne = oneByOne.with(fresh);
    }
    CodeRegions together = CodeRegions.of(left, 0, 0);
    assertThat(oneByOne.size()).isEqualTo(together.size());
    for (int i = 0; i < together.size(); i++) {
      assertThat(oneByOne.region(i)).isEqualTo(together.region(i));
    }
  }
}
