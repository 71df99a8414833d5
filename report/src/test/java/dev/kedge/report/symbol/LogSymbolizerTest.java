package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.BuildId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSymbolizerTest {
  @TempDir private Path directory;

  private Path fixture(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in = LogSymbolizerTest.class.getResourceAsStream(name)) {
      Files.write(file, in == null ? new byte[0] : in.readAllBytes());
    }
    return file;
  }

  private List<String> symbolized(Symbols symbols, LogSymbolizer log) throws IOException {
    List<String> lines = new ArrayList<>();
    log.symbolize(Files.readAllBytes(fixture("oops.log")), lines::add);
    symbols.close();
    return lines;
  }

  @Test
  void framesGetTheirSource() throws IOException {
    Symbols symbols =
        Symbols.open(
            Optional.of(fixture("shelf.elf")),
            Optional.of(fixture("System.map")),
            Optional.empty());
    LogSymbolizer log = new LogSymbolizer(symbols);
    List<String> lines = symbolized(symbols, log);
    String at = "[   12.000050][  T101] ";
    assertThat(lines)
        .containsSequence(
            at + "RIP: 0010:weigh src/shelf.c:9 [inline]",
            at + "RIP: 0010:lift src/shelf.c:15 [inline]",
            at + "RIP: 0010:sorted+0x4a/0x70 src/shelf.c:23")
        .contains(
            "[   12.000300][  T101]  ? sorted+0x5/0x10 src/books.c:6",
            "[   12.000350][  T101]  shelf_move+0x8/0x40 src/shelf.c:35",
            "[   12.000400][  T101]  shelf_move.cold+0x5/0x10 src/shelf.c:37",
            "[   12.000450][  T101]  _start+0x8/0x10 other.c:3",
            "[   12.000550][  T101]  nobody+0x5/0x10",
            "[   12.000800][  T101]  [<ffffffff9c4001e8>] shelf_move+0x8/0x40");
    assertThat(log.kernelBuildId())
        .contains(new BuildId("999e601f2cba78cfee494eb086600359fab08612"));
    assertThat(log.otherKernel()).isFalse();
    assertThat(log.outcomes())
        .isEqualTo(
            Map.of(
                "found",
                4,
                "function of another size: the file is of another build",
                1,
                "function not in the file",
                1,
                "no file of the module, or of another build-id",
                1));
  }

  @Test
  void instructionsAreListedAndTheTrappingOneMarked() throws IOException {
    Symbols symbols = Symbols.open(Optional.empty(), Optional.empty(), Optional.empty());
    List<String> lines = symbolized(symbols, new LogSymbolizer(symbols));
    String at = "[   12.000100][  T101] ";
    assertThat(lines)
        .containsSequence(
            at + "     -8: 7e d6",
            at + "     -6: 8b 05 48 0e 00 00",
            at + "=>   +0: 01 d8  <-- trapping instruction",
            at + "     +2: 89 05 40 0e 00 00",
            at + "     +8: eb c6");
    assertThat(lines)
        .as("user code is left alone")
        .containsSequence(
            "[   12.000750][  T101] Code: 00 00 <48> 3d 01 f0 ff ff",
            "[   12.000800][  T101]  [<ffffffff9c4001e8>]");
  }

  @Test
  void hiddenAddressesAreSaid() throws IOException {
    Path hidden = directory.resolve("kallsyms");
    Files.writeString(hidden, "0000000000000000 T _text\n0000000000000000 t do_one\n");
    assertThatThrownBy(() -> Symbols.open(Optional.empty(), Optional.of(hidden), Optional.empty()))
        .isInstanceOf(SymbolException.class)
        .hasMessageContaining("kptr_restrict");
    Files.writeString(hidden, "0000000000400150 T fall\nwhat is this\n", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Symbols.open(Optional.empty(), Optional.of(hidden), Optional.empty()))
        .hasMessageStartingWith("kallsyms:2: expected address, type and name");
  }

  @Test
  void modulesAreFoundByNameAndBuildId() throws IOException {
    Path module = directory.resolve("lib/modules/6.12.9/extra/book-shelf.ko");
    Files.createDirectories(module.getParent());
    Files.copy(fixture("shelf.elf"), module);
    Symbols symbols =
        Symbols.open(Optional.empty(), Optional.empty(), Optional.of(directory.resolve("lib")));
    LogSymbolizer log = new LogSymbolizer(symbols);
    List<String> lines = new ArrayList<>();
    String ours = "999e601f2cba78cfee494eb086600359fab08612";
    String text =
        " shelf_move+0x8/0x40 [book_shelf]\n"
            + " shelf_move+0x8/0x40 [book_shelf "
            + ours
            + "] (P)\n"
            + " shelf_move+0x8/0x40 [book_shelf "
            + ours.replace('9', '8')
            + "]\n";
    log.symbolize(text.getBytes(StandardCharsets.UTF_8), lines::add);
    symbols.close();
    assertThat(lines)
        .containsExactly(
            " shelf_move+0x8/0x40 [book_shelf] src/shelf.c:35",
            " shelf_move+0x8/0x40 [book_shelf " + ours + "] src/shelf.c:36 (P)",
            " shelf_move+0x8/0x40 [book_shelf " + ours.replace('9', '8') + "]");
  }
}
