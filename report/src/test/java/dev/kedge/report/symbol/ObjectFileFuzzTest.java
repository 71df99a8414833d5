package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Damaged ELF files end in a {@link SymbolException} or in fewer lines, in bounded time. */
class ObjectFileFuzzTest {
  private static byte @Nullable [] plain;

  private static byte[] fixture() throws IOException {
    if (plain == null) {
      try (InputStream in = ObjectFileFuzzTest.class.getResourceAsStream("shelf.elf")) {
        plain = in == null ? new byte[0] : in.readAllBytes();
      }
    }
    return plain.clone();
  }

  @Property(tries = 1500)
  void damagedFilesAreRefusedOrRead(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = fixture();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      boolean head = random.nextInt(4) == 0;
      int at = head ? random.nextInt(64) : random.nextInt(bytes.length);
      bytes[at] = random.nextBoolean() ? (byte) 0xff : (byte) random.nextInt();
    }
    read(random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
  }

  private static void read(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("kedge-fuzz", ".elf");
    try {
      Files.write(file, bytes);
      try (SymbolFile symbols = SymbolFile.open(file)) {
        for (long address = 0x400150; address < 0x400290; address += 5) {
          symbols.frames(address);
        }
      }
      readWithin(file, new DebugLimits(1 << 20, 64, 50_000, 20_000, 4_096));
    } catch (SymbolException refused) {
      // The wanted end of a file that contradicts itself.
    } finally {
      Files.delete(file);
    }
  }

  /** Whatever the data say: no place takes more work than it may, by more than one text. */
  private static void readWithin(Path file, DebugLimits limits) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ObjectFile object = ObjectFile.open(channel, "damaged", limits.unpackedBytes())) {
      DebugInfo debug = DebugInfo.of(object, limits);
      for (long address = 0x400150; address < 0x400290; address += 5) {
        long before = debug.work();
        try {
          debug.frames(address);
        } catch (SymbolException refused) {
          // A place may be damaged and the next one not.
        }
        assertThat(debug.work() - before)
            .isLessThan(limits.indexWork() + limits.placeWork() + Files.size(file));
      }
    }
  }
}
