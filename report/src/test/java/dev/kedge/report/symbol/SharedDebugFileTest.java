package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.model.BuildId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debug data that share entries with those of other files. */
class SharedDebugFileTest {
  @TempDir private Path directory;

  private Path assembled(String source, String... options) throws IOException {
    try (var in = SharedDebugFileTest.class.getResourceAsStream(source + ".s")) {
      Files.write(directory.resolve(source + ".s"), in == null ? new byte[0] : in.readAllBytes());
    }
    String command =
        "gcc -nostdlib %s %s.s -o %s".formatted(String.join(" ", options), source, source);
    boolean made = Compiled.run(directory, List.of("sh", "-c", command)) != null;
    assumeTrue(made, () -> "no assembler for x86-64, " + source + " is not checked");
    return directory.resolve(source);
  }

  @Test
  void namesComeFromTheSharedFile() throws IOException {
    Path program = assembled("shared-debug", "-static");
    Path part = assembled("shared-part", "-c");
    try (ObjectFile file = ObjectFile.open(program);
        ObjectFile shared = ObjectFile.open(part)) {
      long start = FunctionTable.of(file).named("_start").getFirst().address();
      DebugInfo whole = DebugInfo.of(file, shared, DebugLimits.COMMAND);
      assertThat(names(whole, start)).containsExactly("begin");
      assertThat(names(whole, start + 2)).containsExactly("shared_inner", "begin");
      assertThat(names(whole, start + 4)).containsExactly("begin");

      DebugInfo alone = DebugInfo.of(file, DebugLimits.COMMAND);
      assertThat(names(alone, start + 3)).containsExactly("", "");
    }
  }

  private static List<String> names(DebugInfo debug, long address) {
    return debug.calls(address).stream().map(SourceFrame::function).toList();
  }

  @Test
  void theLinkIsAPathAndABuildId() {
    byte[] section = "../.dwz/some.debug\0\1\2\3\4".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(SharedDebugFile.read(new Cursor("link", MemorySegment.ofArray(section))))
        .contains(new SharedDebugFile("../.dwz/some.debug", new BuildId("01020304")));
    byte[] pathOnly = "some.debug\0".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(SharedDebugFile.read(new Cursor("link", MemorySegment.ofArray(pathOnly))))
        .isEqualTo(Optional.empty());
  }
}
