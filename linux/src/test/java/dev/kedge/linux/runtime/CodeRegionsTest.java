package dev.kedge.linux.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.runtime.CodeRegions.Kind;
import dev.kedge.linux.runtime.CodeRegions.Region;
import java.util.List;
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
}
