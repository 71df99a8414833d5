package dev.kedge.profile.demangle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions of the C++ library of this machine, compared with what c++filt makes of them. */
class CxxfiltTest {
  private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/libstdc++.so.6");

  @TempDir Path directory;

  @Test
  void namesAreThoseOfCxxfilt() throws Exception {
    assumeTrue(Files.exists(LIBRARY), () -> "no " + LIBRARY);
    List<String> symbols =
        run("readelf", "--dyn-syms", "-W", LIBRARY.toString()).stream()
            .filter(line -> line.contains(" FUNC ") || line.contains(" OBJECT "))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1).replaceFirst("@.*", ""))
            .filter(symbol -> symbol.startsWith("_Z"))
            .distinct()
            .toList();
    Path input = directory.resolve("symbols");
    Files.write(input, symbols);
    List<String> theirs = run("sh", "-c", "c++filt < '" + input + "'");

    assertThat(theirs).hasSameSizeAs(symbols);
    List<String> wrong = new ArrayList<>();
    int left = 0;
    for (int i = 0; i < symbols.size(); i++) {
      String ours = Demangler.readable(symbols.get(i));
      if (ours.equals(symbols.get(i))) {
        left++;
      } else if (!ours.equals(theirs.get(i))) {
        wrong.add("%s: %s, c++filt %s".formatted(symbols.get(i), ours, theirs.get(i)));
      }
    }
    assertThat(left / (double) symbols.size()).as("left mangled").isLessThan(0.02);
    assertThat(wrong.size() / (double) symbols.size())
        .as("wrong of %d: %s", symbols.size(), wrong.stream().limit(40).toList())
        .isLessThan(0.01);
  }

  private List<String> run(String... command) throws Exception {
    Path output = Files.createTempFile(directory, "out", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      assumeTrue(process.waitFor() == 0, () -> command[0] + " failed");
    } catch (IOException e) {
      assumeTrue(false, "no " + command[0] + " here");
    }
    return Files.readAllLines(output);
  }
}
