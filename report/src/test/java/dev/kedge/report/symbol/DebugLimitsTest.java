package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that would take too much is refused with the reason; what is kept has a bound. */
class DebugLimitsTest {
  private static final DebugLimits SMALL =
      new DebugLimits(8 << 20, 1 << 16, 1 << 20, 1 << 20, 1 << 20);

  @TempDir private Path directory;

  private static ObjectFile open(Path file, DebugLimits limits) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return ObjectFile.open(channel, "shelf", limits.unpackedBytes());
    }
  }

  private static long address(ObjectFile file) {
    return FunctionTable.of(file).named("shelf_move").getFirst().address() + 8;
  }

  @ParameterizedTest
  @CsvSource({
    "10,      65536, 1048576, 1048576, unpacked it has",
    "8388608, 65536, 100,     1048576, more work than is allowed",
    "8388608, 65536, 1048576, 100,     more work than is allowed",
    "8388608, 1,     1048576, 1048576, more pieces than there is room for",
  })
  void refusesWithTheReason(long unpacked, int ranges, long index, long place, String reason)
      throws IOException {
    DebugLimits limits = new DebugLimits(unpacked, ranges, index, place, 1 << 20);
    Path file = Compiled.build(directory, "-gdwarf-5", "-gz=zlib", "-ffunction-sections");
    try (ObjectFile object = open(file, limits)) {
      assertThatThrownBy(
              () -> {
                DebugInfo debug = DebugInfo.of(object, limits);
                for (int i = 0; i < 64; i++) {
                  debug.frames(address(object) + i);
                }
              })
          .isInstanceOf(SymbolException.class)
          .hasMessageContaining(reason);
    }
  }

  /** A unit that took too much is left alone from then on. */
  @Test
  void aUnitIsTriedOnce() throws IOException {
    DebugLimits limits = new DebugLimits(8 << 20, 1 << 16, 1 << 20, 1000, 1 << 20);
    try (ObjectFile object = open(Compiled.build(directory, "-gdwarf-5"), limits)) {
      DebugInfo debug = DebugInfo.of(object, limits);
      long address = address(object);
      assertThatThrownBy(() -> debug.calls(address)).isInstanceOf(SymbolException.class);
      long before = debug.work();
      for (int i = 0; i < 50; i++) {
        assertThat(debug.calls(address + i)).isEmpty();
      }
      assertThat(debug.work() - before).isLessThan(1000);
    }
  }

  /** What was kept and dropped again gives the same answers. */
  @Property(tries = 20)
  void smallCachesChangeNothing(@ForAll long seed) throws IOException {
    Path file = Path.of(String.valueOf(DebugLimitsTest.class.getResource("shelf.elf").getPath()));
    DebugLimits tiny = new DebugLimits(8 << 20, 1 << 16, 1 << 20, 1 << 20, 64);
    Random random = new Random(seed);
    try (ObjectFile one = open(file, SMALL);
        ObjectFile other = open(file, tiny)) {
      DebugInfo kept = DebugInfo.of(one, SMALL);
      DebugInfo dropped = DebugInfo.of(other, tiny);
      for (int i = 0; i < 100; i++) {
        long address = 0x400150L + random.nextInt(0x140);
        assertThat(dropped.frames(address)).isEqualTo(kept.frames(address));
        List<String> names = kept.calls(address).stream().map(SourceFrame::function).toList();
        List<String> withLines =
            kept.frames(address).stream()
                .map(SourceFrame::function)
                .filter(name -> !name.isEmpty())
                .toList();
        assertThat(names).isEqualTo(withLines);
      }
    }
  }
}
