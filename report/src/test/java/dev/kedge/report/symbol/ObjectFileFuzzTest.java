package dev.kedge.report.symbol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    } catch (SymbolException refused) {
      // The wanted end of a file that contradicts itself.
    } finally {
      Files.delete(file);
    }
  }
}
