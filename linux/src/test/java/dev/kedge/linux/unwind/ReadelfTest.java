package dev.kedge.linux.unwind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.elf.ElfFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of files of this machine, compared with what readelf makes of them. */
class ReadelfTest {
  private static final List<String> NAMES =
      List.of(
          "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12",
          "r13", "r14", "r15");

  @TempDir Path directory;

  @Test
  void cLibraryRowsAreThoseOfReadelf() throws Exception {
    compare("libc.so.6");
  }

  @Test
  void cppLibraryRowsAreThoseOfReadelf() throws Exception {
    compare("libstdc++.so.6");
  }

  @Test
  void jvmRowsAreThoseOfReadelf() throws Exception {
    compare("libjvm.so");
  }

  /**
   * glibc's dynamic linker begins with assembly without a rule, below which every start-up lies.
   */
  @Test
  void aProgramsEntryHasNoCaller() throws Exception {
    Path file = find("ld-linux-x86-64.so.2");
    try (ElfFile elf = ElfFile.open(file);
        FileChannel channel =
            FileChannel.open(
                directory.resolve("table"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      assertThat(UnwindTableBuilder.build(elf, channel)).isPresent();
      long entry = elf.entry().orElseThrow();
      try (UnwindTable made = UnwindTable.map(channel, 1)) {
        for (int i = 0; i < 16; i++) {
          long rule = made.rule(made.find(entry + i));
          assertThat(UnwindRule.ra(rule)).isEqualTo(UnwindRule.RA_END);
        }
        assertThat(made.functionStart(made.find(entry + 8))).isEqualTo(entry);
      }
    }
  }

  private void compare(String name) throws Exception {
    Path file = find(name);
    Path table = directory.resolve(name + ".table");
    try (ElfFile elf = ElfFile.open(file);
        FileChannel channel =
            FileChannel.open(
                table,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      UnwindTableBuilder.Built built = UnwindTableBuilder.build(elf, channel).orElseThrow();
      assertThat(built.damaged()).isZero();
      try (UnwindTable made = UnwindTable.map(channel, 1)) {
        List<String> wrong = new ArrayList<>();
        long rows = compare(file, elf, made, wrong);
        assertThat(rows).isGreaterThan(1_000);
        assertThat(wrong).isEmpty();
      }
    }
  }

  private static Path find(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      if (line.endsWith("/" + name)) {
        return Path.of(line.substring(line.indexOf('/')));
      }
    }
    Path installed = Path.of("/usr/lib/x86_64-linux-gnu").resolve(name);
    assumeTrue(Files.exists(installed), () -> "no " + name + " here");
    return installed.toRealPath();
  }

  private static long compare(Path file, ElfFile elf, UnwindTable table, List<String> wrong)
      throws Exception {
    Process readelf;
    try {
      readelf =
          new ProcessBuilder("readelf", "--debug-dump=frames-interp", file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no readelf here");
      return 0;
    }
    long rows = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(readelf.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> columns = List.of();
      boolean function = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(" FDE ") || line.contains(" CIE ")) {
          function = line.contains(" FDE ");
          columns = List.of();
        } else if (line.startsWith("   LOC")) {
          columns = Arrays.asList(line.strip().split("\\s+", -1));
        } else if (function && !columns.isEmpty() && line.matches("[0-9a-f]{16} .*")) {
          List<String> cells =
              Arrays.asList(
                  line.strip().replaceAll(" r\\d+ (\\(\\w+\\))", " $1").split("\\s+", -1));
          long address = Long.parseUnsignedLong(cells.get(0), 16);
          OptionalLong at = elf.fileOffset(address);
          int row = at.isPresent() ? table.find(at.getAsLong()) : -1;
          String ours = row < 0 ? "nothing" : text(table.rule(row), columns, cells);
          String theirs = theirs(columns, cells);
          rows++;
          if (!ours.equals(theirs) && wrong.size() < 20) {
            wrong.add("%x: %s, readelf %s".formatted(address, ours, theirs));
          }
        }
      }
    }
    readelf.destroy();
    return rows;
  }

  private static String theirs(List<String> columns, List<String> cells) {
    int fp = columns.indexOf("rbp");
    String frame = fp < 0 ? "u" : cells.get(fp);
    return "%s %s %s"
        .formatted(cells.get(1), frame.startsWith("(") ? "lost" : frame, cells.getLast());
  }

  /** Our rule in the notation of readelf. */
  private static String text(long rule, List<String> columns, List<String> cells) {
    int cfa = UnwindRule.cfa(rule);
    String where =
        cfa == UnwindRule.CFA_REGISTER
            ? "%s%+d".formatted(NAMES.get(UnwindRule.cfaRegister(rule)), UnwindRule.cfaOffset(rule))
            : "exp";
    String ra =
        switch (UnwindRule.ra(rule)) {
          case UnwindRule.RA_END -> "u";
          case UnwindRule.RA_AT_CFA -> "c%+d".formatted(UnwindRule.raOffset(rule));
          case UnwindRule.RA_REGISTER -> "(%s)".formatted(NAMES.get(UnwindRule.raOffset(rule) / 8));
          default -> "?";
        };
    String fp =
        switch (UnwindRule.fp(rule)) {
          case UnwindRule.FP_SAME -> "u";
          case UnwindRule.FP_AT_CFA -> "c%+d".formatted(UnwindRule.fpOffset(rule));
          case UnwindRule.FP_AT_FP -> "exp";
          default -> "lost";
        };
    if (cfa == UnwindRule.CFA_SIGNAL || cfa == UnwindRule.CFA_UNSUPPORTED) {
      return theirs(columns, cells);
    }
    return "%s %s %s".formatted(where, fp, ra);
  }
}
