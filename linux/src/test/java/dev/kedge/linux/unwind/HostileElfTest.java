package dev.kedge.linux.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.SectionHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Call frame information with bytes changed at random: a table or an error, and always an end. */
class HostileElfTest {
  @Property(tries = 300)
  void anyChangeEndsInATableOrAnError(@ForAll long seed) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("/proc/self/exe"));
    Random random = new Random(seed);
    try (ElfFile elf = ElfFile.of(MemorySegment.ofArray(bytes))) {
      SectionHeader section = elf.section(".eh_frame").orElseThrow();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        int at = (int) (section.fileOffset() + random.nextLong(section.size()));
        bytes[at] = (byte) random.nextInt(256);
      }
    }
    Path file = Files.createTempFile("hostile", ".table");
    try (ElfFile elf = ElfFile.of(MemorySegment.ofArray(bytes));
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
      UnwindTableBuilder.build(elf, channel);
      try (UnwindTable table = UnwindTable.map(channel, 1)) {
        for (int row = 1; row < table.rows(); row++) {
          assertThat(table.offset(row)).isGreaterThan(table.offset(row - 1));
        }
      }
    } catch (ElfException e) {
      assertThat(e).hasMessageContaining("ELF file");
    }
  }
}
