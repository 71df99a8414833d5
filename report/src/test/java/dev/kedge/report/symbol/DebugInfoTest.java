package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every address of compiled code against what addr2line of the binutils says about it. */
class DebugInfoTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-gdwarf-5",
        "-gdwarf-4",
        "-gdwarf-3",
        "-gdwarf-2",
        "-gdwarf-5 -gz=zlib",
        "-gdwarf-4 -gz=zlib-gnu",
        "-gdwarf-4 -ffunction-sections",
        "-gdwarf-5 -ffunction-sections -freorder-blocks-and-partition",
        "-gdwarf-5 -fno-dwarf2-cfi-asm -gno-as-locview-support"
      })
  void agreesWithAddr2line(String options) throws IOException {
    Path binary = Compiled.build(directory, options.split(" ", -1));
    try (ObjectFile file = ObjectFile.open(binary)) {
      DebugInfo debug = DebugInfo.of(file, DebugLimits.COMMAND);
      List<Long> addresses = new ArrayList<>();
      List<String> command = new ArrayList<>(List.of("addr2line", "-i", "-f", "-a", "-e"));
      command.add(binary.toString());
      for (String name : List.of("shelf_move", "sorted", "books", "fall", "_start")) {
        for (FunctionTable.Function function : FunctionTable.of(file).named(name)) {
          for (long i = 0; i < function.codeSize(); i++) {
            addresses.add(function.address() + i);
            command.add("0x%x".formatted(function.address() + i));
          }
        }
      }
      String output = Compiled.run(directory, command);
      assumeTrue(output != null, "no addr2line");
      assertThat(addresses).hasSizeGreaterThan(100);
      assertThat(mine(debug, addresses)).isEqualTo(theirs(output == null ? "" : output));
    }
  }

  private static String mine(DebugInfo debug, List<Long> addresses) {
    StringBuilder out = new StringBuilder();
    for (long address : addresses) {
      out.append("0x%016x\n".formatted(address));
      for (SourceFrame frame : debug.frames(address)) {
        assertThat(frame.file()).isIn("src/shelf.c", "src/books.c", "src/shelf.h");
        String name = frame.file().substring(frame.file().lastIndexOf('/') + 1);
        out.append("%s %s:%d\n".formatted(frame.function(), name, frame.line()));
      }
    }
    return out.toString();
  }

  /** addr2line's output, file names without directories. */
  private static String theirs(String output) {
    StringBuilder out = new StringBuilder();
    String function = "";
    for (String line : output.lines().toList()) {
      if (line.startsWith("0x")) {
        out.append(line).append('\n');
      } else if (line.indexOf(':') < 0) {
        function = line;
      } else {
        String place = line.substring(line.lastIndexOf('/') + 1).replaceAll(" \\(.*", "");
        out.append(function).append(' ').append(place).append('\n');
      }
    }
    return out.toString();
  }

  /** Some versions of addr2line cannot read the 64-bit format. */
  @Test
  void wideOffsetsAreRead() throws IOException {
    Path narrow = Compiled.build(directory, "-gdwarf-5");
    Path wide = Compiled.build(directory, "-gdwarf-5", "-gdwarf64");
    try (SymbolFile a = SymbolFile.open(narrow);
        SymbolFile b = SymbolFile.open(wide)) {
      FunctionTable.Function function = a.functions().named("shelf_move").getFirst();
      for (long i = 0; i < function.codeSize(); i++) {
        long address = function.address() + i;
        assertThat(b.frames(address)).isEqualTo(a.frames(address)).isNotEmpty();
      }
    }
  }

  @Test
  void relocatableFilesAreRelocated() throws IOException {
    Path linked = Compiled.build(directory, "-gdwarf-5", "-ffunction-sections");
    Path module = Compiled.build(directory, "-gdwarf-5", "-ffunction-sections", "-r");
    try (SymbolFile a = SymbolFile.open(linked);
        SymbolFile b = SymbolFile.open(module)) {
      for (String name : List.of("shelf_move", "books", "fall")) {
        long start = a.functions().named(name).getFirst().address();
        long moved = b.functions().named(name).getFirst().address();
        long size = a.functions().named(name).getFirst().codeSize();
        for (long i = 0; i < size; i++) {
          assertThat(b.frames(moved + i)).isEqualTo(a.frames(start + i)).isNotEmpty();
        }
      }
    }
  }

  @Test
  void oneOfSeveralNamesIsChosenBySize() throws IOException {
    Path binary = Compiled.build(directory, "-gdwarf-5");
    try (SymbolFile file = SymbolFile.open(binary)) {
      List<FunctionTable.Function> both = file.functions().named("sorted");
      assertThat(both).hasSize(2);
      for (FunctionTable.Function function : both) {
        Optional<FunctionTable.Function> found =
            file.functions().match("sorted", 1, function.size());
        assertThat(found).contains(function);
      }
      assertThat(file.functions().match("sorted", 1, 0x4000)).isEmpty();
      assertThat(file.buildId()).isPresent();
    }
  }
}
