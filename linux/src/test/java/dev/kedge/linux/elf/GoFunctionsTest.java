package dev.kedge.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoFunctionsTest {
  private static final String SOURCE =
      """
      package main
      //go:noinline
      func leafBurn(n int) int { s := 0; for i := 0; i < n; i++ { s += i * i }; return s }
      func main() { println(leafBurn(10)) }
      """;

  @TempDir Path directory;

  private Path program() throws Exception {
    Path program = directory.resolve("burner");
    Files.writeString(directory.resolve("burner.go"), SOURCE);
    try {
      Process go =
          new ProcessBuilder("go", "build", "-ldflags", "-s -w", "-o", "burner", "burner.go")
              .directory(directory.toFile())
              .inheritIO()
              .start();
      assumeTrue(go.waitFor() == 0, "go cannot build here");
    } catch (IOException e) {
      assumeTrue(false, "no go here");
    }
    return program;
  }

  @Test
  void aStrippedProgramHasItsNamesAndFrames() throws Exception {
    try (ElfFile elf = ElfFile.open(program())) {
      GoFunctions functions = GoFunctions.read(elf).orElseThrow();
      Set<String> names = new HashSet<>();
      int[] frames = new int[1];
      functions.forEach((start, end, name, sizes) -> {
        names.add(functions.name(name));
        functions.frames(start, end, sizes, (address, bytes) -> frames[0]++);
      });
      assertThat(names).contains("main.main", "main.leafBurn", "runtime.goexit");
      assertThat(frames[0]).isGreaterThan(names.size());
      try (SymbolTable symbols = elf.symbols()) {
        functions.forEach((start, end, name, sizes) -> {
          if (functions.name(name).equals("main.leafBurn")) {
            assertThat(symbols.lookup(elf.fileOffset(start).orElseThrow()).map(Symbol::name))
                .contains("main.leafBurn");
          }
        });
      }
    }
  }

  @Test
  void damagedTablesEndInResultsOrOneException() throws Exception {
    byte[] good = Files.readAllBytes(program());
    SectionHeader table;
    try (ElfFile elf = ElfFile.of(MemorySegment.ofArray(good))) {
      table = elf.section(".gopclntab").orElseThrow();
    }
    for (int seed = 0; seed < 30; seed++) {
      byte[] bad = good.clone();
      Random random = new Random(seed);
      for (int i = 0; i < 200; i++) {
        int within = random.nextInt(seed % 2 == 0 ? 96 : (int) table.size());
        bad[(int) table.fileOffset() + 8 * (seed & 1) + within % (int) table.size()] =
            (byte) random.nextInt();
      }
      try (ElfFile elf = ElfFile.of(MemorySegment.ofArray(bad))) {
        GoFunctions.read(elf)
            .ifPresent(functions ->
                functions.forEach((start, end, name, sizes) -> {
                  functions.name(name);
                  functions.frames(start, end, sizes, (address, bytes) -> {});
                }));
      } catch (ElfException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }
}
