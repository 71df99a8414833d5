package dev.kedge.linux.unwind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.linux.elf.ElfException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnwindTableTest {
  private static final long A = UnwindRule.of(1, 7, 8, 0, 0, 1, -8);
  private static final long B = UnwindRule.of(1, 7, 16, 1, -16, 1, -8);

  @TempDir Path directory;

  private FileChannel file() throws Exception {
    return FileChannel.open(
        directory.resolve("table"),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  @Test
  void rulesHoldUntilTheNextRow() throws Exception {
    try (FileChannel file = file()) {
      UnwindTableWriter writer = new UnwindTableWriter(file);
      writer.add(100, A, true);
      writer.add(104, B, false);
      writer.add(110, UnwindRule.NONE, false);
      writer.add(110, A, true);
      writer.add(120, UnwindRule.NONE, false);
      writer.finish(Machine.X86_64);
      try (UnwindTable table = UnwindTable.map(file, 1)) {
        assertThat(table.find(99)).isNegative();
        assertThat(table.rule(table.find(103))).isEqualTo(A);
        assertThat(table.rule(table.find(109))).isEqualTo(B);
        assertThat(table.functionStart(table.find(109))).isEqualTo(100);
        assertThat(table.functionStart(table.find(111))).isEqualTo(110);
        assertThat(table.rule(table.find(5000))).isEqualTo(UnwindRule.NONE);
      }
    }
  }

  /** As many rows as the largest programs have (the issue asks for three million). */
  @Test
  void threeMillionRows() throws Exception {
    int rows = 3_000_000;
    try (FileChannel file = file()) {
      UnwindTableWriter writer = new UnwindTableWriter(file);
      for (int i = 0; i < rows; i++) {
        writer.add(0x1000 + 7L * i, UnwindRule.of(1, 7, 8 + 8L * (i % 300), 0, 0, 1, -8), false);
      }
      long bytes = writer.finish(Machine.X86_64);
      assertThat(bytes / (double) rows).isLessThan(6.1);
      try (UnwindTable table = UnwindTable.map(file, 1)) {
        assertThat(table.rows()).isEqualTo(rows);
        for (int i = 0; i < rows; i += 9_973) {
          assertThat(UnwindRule.cfaOffset(table.rule(table.find(0x1000 + 7L * i + 6))))
              .isEqualTo(8 + 8 * (i % 300));
        }
      }
    }
  }

  @Test
  void damagedTablesAreRefused() throws Exception {
    try (FileChannel file = file()) {
      UnwindTableWriter writer = new UnwindTableWriter(file);
      writer.add(100, A, true);
      long bytes = writer.finish(Machine.X86_64);
      file.truncate(bytes - 8);
      assertThatThrownBy(() -> UnwindTable.map(file, 1)).isInstanceOf(ElfException.class);
      file.write(ByteBuffer.allocate(4), 0);
      assertThatThrownBy(() -> UnwindTable.map(file, 1)).isInstanceOf(ElfException.class);
    }
  }
}
