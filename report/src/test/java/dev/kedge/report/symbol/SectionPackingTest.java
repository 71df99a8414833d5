package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sections packed by zstd, which compilers of many machines cannot make yet. */
class SectionPackingTest {
  private static final byte[] PLAIN =
      IntStream.range(0, 20_000)
          .mapToObj(i -> "lamp_%x.c ".formatted(i * 2654435761L))
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void unpacksZstd() {
    assertThat(unpack(section(PLAIN.length, packed()))).isEqualTo(PLAIN);
  }

  @Test
  void refusesWhatEndsEarly() {
    byte[] packed = packed();
    for (int length : new int[] {0, 1, 5, packed.length / 2, packed.length - 1}) {
      byte[] cut = section(PLAIN.length, Arrays.copyOf(packed, length));
      assertThatThrownBy(() -> unpack(cut)).isInstanceOf(SymbolException.class);
    }
    assertThatThrownBy(() -> unpack(section(PLAIN.length + 1, packed)))
        .hasMessageContaining("ends before its content does");
  }

  @Test
  void refusesClaimsBeyondReason() {
    assertThatThrownBy(() -> unpack(section(1L << 31, packed())))
        .hasMessageContaining("says to hold");
  }

  @Test
  void refusesDamage() {
    byte[] packed = packed();
    for (int at = 0; at < Math.min(64, packed.length); at++) {
      byte[] damaged = packed.clone();
      damaged[at] ^= 0x55;
      try {
        assertThat(unpack(section(PLAIN.length, damaged))).hasSize(PLAIN.length);
      } catch (SymbolException e) {
        assertThat(e).hasMessageContaining(".debug_lamp");
      }
    }
  }

  private static byte[] packed() {
    ZstdJavaCompressor compressor = new ZstdJavaCompressor();
    byte[] to = new byte[compressor.maxCompressedLength(PLAIN.length)];
    return Arrays.copyOf(to, compressor.compress(PLAIN, 0, PLAIN.length, to, 0, to.length));
  }

  /** Behind an Elf64_Chdr. */
  private static byte[] section(long size, byte[] packed) {
    return ByteBuffer.allocate(24 + packed.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(2)
        .putInt(0)
        .putLong(size)
        .putLong(1)
        .put(packed)
        .array();
  }

  private static byte[] unpack(byte[] section) {
    try (Arena arena = Arena.ofConfined()) {
      return SectionPacking.unpack(
              ".debug_lamp", MemorySegment.ofArray(section), false, arena, 1 << 30)
          .toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
