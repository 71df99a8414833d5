package dev.kedge.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs without frame pointers that burn CPU time along a known tree and tell at their end where
 * it went: the profile must have the same paths in the same shares, down to main.
 */
class KnownTreesTest {
  @TempDir Path directory;

  @Test
  void callsSignalsAndRealignedStacks() throws Exception {
    TreeRun run = run("burner.c", "gcc", "-O2", "-fomit-frame-pointer");
    run.assertSharesAreThoseTold();
    run.assertPerfSawTheSame();
    run.assertNearlyAllComplete();
  }

  @Test
  void staticProgram() throws Exception {
    TreeRun run = run("burner.c", "gcc", "-O2", "-fomit-frame-pointer", "-static");
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  @Test
  void strippedProgramAtAFixedAddress() throws Exception {
    TreeRun run = run("burner.c", "gcc", "-O2", "-fomit-frame-pointer", "-s", "-no-pie");
    run.assertNearlyAllComplete();
  }

  @Test
  void exceptions() throws Exception {
    TreeRun run = run("thrower.cc", "g++", "-O2", "-fomit-frame-pointer");
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  private TreeRun run(String source, String... compiler) throws Exception {
    return TreeRun.of(directory, true, compile(source, compiler).toString());
  }

  private Path compile(String source, String... compiler) throws Exception {
    Path code = directory.resolve(source);
    try (InputStream in =
        Objects.requireNonNull(KnownTreesTest.class.getResourceAsStream(source))) {
      Files.copy(in, code);
    }
    Path program = directory.resolve("kedge_tree");
    List<String> command = new ArrayList<>(Arrays.asList(compiler));
    command.addAll(
        List.of("-fno-optimize-sibling-calls", "-o", program.toString(), code.toString()));
    try {
      assumeTrue(
          new ProcessBuilder(command).inheritIO().start().waitFor() == 0,
          () -> "cannot build: " + command);
    } catch (IOException e) {
      assumeTrue(false, "no " + compiler[0] + " here");
    }
    return program;
  }
}
