package dev.kedge.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Files made to confuse: a small valid one with bytes changed, and no file at all. */
class ElfFuzzTest {
  private static final int TEXT = 0x100;
  private static final int SYMBOLS = 0x200;
  private static final int STRINGS = 0x280;
  private static final int SECTIONS = 0x300;
  private static final int NOTE = 0x2c0;

  /** A 64-bit file with one text segment, a note, and the functions one, two and two_again. */
  static byte[] valid() {
    ByteBuffer out = ByteBuffer.allocate(0x500).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(18, (short) 62);
    out.putLong(32, 64).putLong(40, SECTIONS);
    out.putShort(54, (short) 56).putShort(56, (short) 2);
    out.putShort(58, (short) 64).putShort(60, (short) 5).putShort(62, (short) 4);
    segment(out, 64, 1, 5, 0, 0x40_0000, 0x500);
    segment(out, 120, 4, 4, NOTE, 0x40_0000 + NOTE, 24);
    section(out, 1, 1, 6, 0x40_0000 + TEXT, TEXT, 0x80, 0, 0);
    section(out, 2, 2, 0, 0, SYMBOLS, 96, 3, 24);
    section(out, 3, 3, 0, 0, STRINGS, 0x40, 0, 0);
    section(out, 4, 3, 0, 0, STRINGS, 0x40, 0, 0);
    symbol(out, 1, 1, 0x40_0000 + TEXT, 0x10, 0x12);
    symbol(out, 2, 5, 0x40_0000 + TEXT + 0x20, 0, 0x12);
    symbol(out, 3, 9, 0x40_0000 + TEXT + 0x20, 8, 0x02);
    out.put(STRINGS, "\0one\0two\0two_again\0".getBytes(StandardCharsets.US_ASCII));
    out.putInt(NOTE, 4).putInt(NOTE + 4, 8).putInt(NOTE + 8, 3);
    out.put(NOTE + 12, new byte[] {'G', 'N', 'U', 0, 1, 2, 3, 4, 5, 6, 7, 8});
    return out.array();
  }

  private static void segment(
      ByteBuffer out, int at, int type, int flags, long offset, long address, long size) {
    out.putInt(at, type).putInt(at + 4, flags).putLong(at + 8, offset);
    out.putLong(at + 16, address).putLong(at + 32, size);
  }

  private static void section(
      ByteBuffer out,
      int index,
      int type,
      long flags,
      long address,
      long offset,
      long size,
      int link,
      long entry) {
    int at = SECTIONS + 64 * index;
    out.putInt(at + 4, type).putLong(at + 8, flags).putLong(at + 16, address);
    out.putLong(at + 24, offset).putLong(at + 32, size).putInt(at + 40, link);
    out.putLong(at + 56, entry);
  }

  private static void symbol(ByteBuffer out, int index, int name, long value, long size, int info) {
    int at = SYMBOLS + 24 * index;
    out.putInt(at, name).put(at + 4, (byte) info).putShort(at + 6, (short) 1);
    out.putLong(at + 8, value).putLong(at + 16, size);
  }

  @Test
  void readsTheValidOne() {
    try (ElfFile file = ElfFile.of(MemorySegment.ofArray(valid()))) {
      assertThat(file.buildId().orElseThrow().hex()).isEqualTo("0102030405060708");
      SymbolTable symbols = file.symbols();
      assertThat(symbols.lookup(TEXT + 15)).hasValue(new Symbol("one", TEXT, 16));
      assertThat(symbols.lookup(TEXT + 16)).as("between two functions").isEmpty();
      assertThat(symbols.lookup(TEXT + 0x20))
          .as("the global name, to the end of the section as it has no size")
          .hasValue(new Symbol("two", TEXT + 0x20, 0x60));
      assertThat(symbols.lookup(TEXT + 0x80)).isEmpty();
      assertThat(symbols.lookup(0)).isEmpty();
      assertThat(symbols.lookup(-1)).isEmpty();
    }
  }

  @Property(tries = 2000)
  void survivesChangedBytes(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 0x4ff) Integer> places,
      @ForAll long seed) {
    byte[] bytes = valid();
    Random random = new Random(seed);
    for (int place : places) {
      // Extreme values are where arithmetic goes wrong.
      bytes[place] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) (random.nextBoolean() ? 0xff : 0x7f);
    }
    read(bytes);
  }

  @Property(tries = 2000)
  void survivesChangedWords(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 0x4f8 / 8) Integer> places,
      @ForAll long value) {
    ByteBuffer bytes = ByteBuffer.wrap(valid()).order(ByteOrder.LITTLE_ENDIAN);
    places.forEach(place -> bytes.putLong(place * 8, value));
    bytes.putInt(0, 0x464c457f);
    read(bytes.array());
  }

  @Property
  void survivesAnyBytes(@ForAll byte[] bytes, @ForAll @IntRange(max = 0x500) int length) {
    read(bytes);
    read(Arrays.copyOf(valid(), length));
  }

  private static void read(byte[] bytes) {
    assertThatCode(
            () -> {
              try (ElfFile file = ElfFile.of(MemorySegment.ofArray(bytes));
                  SymbolTable symbols = file.symbols()) {
                file.buildId();
                for (long at = -8; at < 0x510; at += 8) {
                  symbols.lookup(at);
                  file.address(at);
                  file.fileOffset(0x40_0000 + at);
                }
              } catch (ElfException expected) {
                assertThat(expected).hasMessageStartingWith("ELF file, byte " + expected.offset());
              }
            })
        .doesNotThrowAnyException();
  }

  @Property
  void notesAcceptAnyBytes(@ForAll byte[] notes) {
    assertThat(ElfNotes.find(notes, "GNU", 3)).isNotNull();
  }
}
