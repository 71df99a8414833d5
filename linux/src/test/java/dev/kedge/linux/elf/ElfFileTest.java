package dev.kedge.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files the machine's own compiler made and compares with what its tools say. */
class ElfFileTest {
  private static final String SOURCE =
      """
      #include <stdio.h>
      __attribute__((noinline)) int inner_work(int n) { int s = 0; for (int i = 0; i < n; i++) s ^= i; return s; }
      __attribute__((noinline)) int outer_work(int n) { return inner_work(n) + 1; }
      int main(int c, char **v) { printf("%d\\n", outer_work(c * 1000)); return 0; }
      """;

  @TempDir Path directory;

  private Path compile(String... options) throws Exception {
    Path source = directory.resolve("program.c");
    Path program = directory.resolve("program");
    Files.writeString(source, SOURCE);
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-o", program.toString()));
    command.addAll(List.of(options));
    command.add(source.toString());
    assumeTrue(run(command.toArray(String[]::new)).isPresent(), "no working gcc here");
    return program;
  }

  private Optional<String> run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = process.waitFor(60, TimeUnit.SECONDS);
      return done && process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Test
  void findsTheFunctionsOfACompiledProgram() throws Exception {
    Path program = compile("-Wl,--build-id=sha1");
    try (ElfFile file = ElfFile.open(program)) {
      assertThat(file.buildId()).isPresent();
      assertThat(file.hasFullSymbols()).isTrue();
      SymbolTable symbols = file.symbols();
      String listed = run("nm", "-S", "--defined-only", program.toString()).orElseThrow();
      for (String function : List.of("inner_work", "outer_work", "main", "_start")) {
        String[] line =
            listed
                .lines()
                .filter(l -> l.endsWith(" " + function))
                .findFirst()
                .orElseThrow()
                .split(" ", -1);
        long address = Long.parseUnsignedLong(line[0], 16);
        long size = Long.parseUnsignedLong(line[1], 16);
        long offset = file.fileOffset(address).orElseThrow();
        assertThat(file.address(offset)).hasValue(address);
        assertThat(symbols.lookup(offset)).hasValue(new Symbol(function, offset, size));
        assertThat(symbols.lookup(offset + size - 1).orElseThrow().name()).isEqualTo(function);
        assertThat(symbols.lookup(offset + size).map(Symbol::name))
            .isNotEqualTo(Optional.of(function));
      }
      String notes = run("readelf", "-n", program.toString()).orElseThrow();
      assertThat(notes).contains("Build ID: " + file.buildId().orElseThrow());
    }
  }

  @Test
  void takesNamesOfAStrippedProgramFromItsDebugFile() throws Exception {
    Path program = compile("-g");
    Path debug = directory.resolve("program.debug");
    long expected;
    try (ElfFile whole = ElfFile.open(program)) {
      expected = whole.symbols().size();
    }
    assumeTrue(
        run("objcopy", "--only-keep-debug", program.toString(), debug.toString()).isPresent()
            && run("strip", program.toString()).isPresent(),
        "no objcopy here");
    try (ElfFile stripped = ElfFile.open(program);
        ElfFile names = ElfFile.open(debug)) {
      assertThat(stripped.hasFullSymbols()).isFalse();
      assertThat((long) stripped.symbols().size()).isLessThan(expected);
      assertThat((long) stripped.symbolsFrom(names).size()).isEqualTo(expected);
      assertThat(stripped.buildId()).isEqualTo(names.buildId());
    }
  }

  @Test
  void readsTheLibrariesOfThisProcess() throws Exception {
    List<Path> libraries;
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      libraries =
          lines
              .filter(line -> line.contains(" r-xp ") && line.contains(".so"))
              .map(line -> Path.of(line.substring(line.indexOf('/'))))
              .filter(Files::isRegularFile)
              .distinct()
              .toList();
    }
    assumeTrue(!libraries.isEmpty(), "no shared libraries are mapped here");
    for (Path library : libraries) {
      try (ElfFile file = ElfFile.open(library)) {
        assertThat(file.symbols().size()).as(library.toString()).isPositive();
      }
    }
  }

  @Test
  void refusesWhatIsNoElfFile() {
    byte[] script =
        "#!/bin/sh\necho this is a script that is longer than an ELF header is\n"
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ElfFile.of(MemorySegment.ofArray(script)))
        .isInstanceOf(ElfException.class)
        .hasMessage("ELF file, byte 0: no ELF magic number");
    assertThatThrownBy(() -> ElfFile.of(MemorySegment.ofArray(new byte[0])))
        .isInstanceOf(ElfException.class);
  }
}
