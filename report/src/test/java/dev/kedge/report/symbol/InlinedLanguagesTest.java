package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inlined calls of C++ and Rust programs against addr2line, where their compilers are. */
class InlinedLanguagesTest {
  /** Every so many bytes of the code are asked for. */
  private static final int STEP = 3;

  private static final int MOST_ADDRESSES = 4_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "atlas.cc | g++ -O2 -g -gdwarf-5 atlas.cc -o out",
        "atlas.cc | g++ -O3 -g -gdwarf-4 -ffunction-sections atlas.cc -o out",
        "atlas.cc | g++ -O2 -g -gdwarf-5 -gz=zlib atlas.cc -o out",
        "atlas.rs | rustc -O -g -C codegen-units=4 -C panic=abort atlas.rs -o out",
      })
  void chainsAreThoseOfAddr2line(String source, String command) throws IOException {
    try (var in = InlinedLanguagesTest.class.getResourceAsStream(source)) {
      Files.write(directory.resolve(source), in == null ? new byte[0] : in.readAllBytes());
    }
    boolean compiled = Compiled.run(directory, List.of(command.split(" ", -1))) != null;
    assumeTrue(compiled, () -> "not compiled, " + source + " is not checked");
    Path binary = directory.resolve("out");
    try (ObjectFile file = ObjectFile.open(binary)) {
      DebugInfo debug = DebugInfo.of(file, DebugLimits.COMMAND);
      List<Long> addresses = addresses(file, debug);
      Path asked = directory.resolve("asked");
      Files.write(asked, addresses.stream().map("0x%x"::formatted).toList());
      String output =
          Compiled.run(directory, List.of("sh", "-c", "addr2line -i -f -a -e out < asked"));
      assumeTrue(output != null, "no addr2line");
      List<List<String>> theirs = theirs(output == null ? "" : output);
      assertThat(theirs).hasSameSizeAs(addresses);
      int inlined = 0;
      for (int i = 0; i < addresses.size(); i++) {
        List<SourceFrame> mine = debug.frames(addresses.get(i));
        inlined += mine.size() > 1 ? 1 : 0;
        assertThat(places(mine)).as("0x%x", addresses.get(i)).isEqualTo(theirs.get(i));
      }
      assertThat(inlined).isGreaterThan(100);
    }
  }

  /** Places of functions the debug data know; addr2line takes others from the symbol table. */
  private static List<Long> addresses(ObjectFile file, DebugInfo debug) {
    List<Long> addresses = new ArrayList<>();
    for (ElfSection section : file.sections()) {
      if (section.name().startsWith(".text") && section.executable()) {
        for (long at = 0; at < section.size(); at += STEP) {
          long address = section.address() + at;
          List<SourceFrame> frames = debug.frames(address);
          boolean known = !frames.isEmpty() && frames.stream().allMatch(f -> f.line() > 0);
          if (known && frames.getLast().file().contains("atlas")) {
            addresses.add(address);
          }
        }
      }
    }
    int step = 1 + addresses.size() / MOST_ADDRESSES;
    List<Long> some = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i += step) {
      some.add(addresses.get(i));
    }
    return some;
  }

  private static List<String> places(List<SourceFrame> frames) {
    return frames.stream()
        .map(f -> f.file().substring(f.file().lastIndexOf('/') + 1) + ":" + f.line())
        .toList();
  }

  private static List<List<String>> theirs(String output) {
    List<List<String>> all = new ArrayList<>();
    @Nullable String function = null;
    for (String line : output.lines().toList()) {
      if (line.startsWith("0x")) {
        all.add(new ArrayList<>());
        function = null;
      } else if (function == null) {
        function = line;
      } else {
        all.getLast().add(line.substring(line.lastIndexOf('/') + 1).replaceAll(" \\(.*", ""));
        function = null;
      }
    }
    return all;
  }
}
