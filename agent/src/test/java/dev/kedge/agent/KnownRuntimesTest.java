package dev.kedge.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known trees in programs of other languages, run as they are in production: the profile must have
 * the functions of the language on the paths and in the shares the program tells.
 */
class KnownRuntimesTest {
  private static final Path JVMS = Path.of("/usr/lib/jvm");

  @TempDir Path directory;

  /** All Java machines of this host, and that of this process. */
  static List<Path> javas() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    if (!Files.isDirectory(JVMS)) {
      return List.of(own);
    }
    try (Stream<Path> all = Files.list(JVMS)) {
      return Stream.concat(Stream.of(own), all.filter(home -> !Files.isSymbolicLink(home)))
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> Files.isRegularFile(home.resolve("lib/server/libjvm.so")))
          .distinct()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("javas")
  void javaCompiled(Path home) throws Exception {
    TreeRun run = java(home, "-XX:+UseSerialGC");
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void javaInterpreted(Path home) throws Exception {
    TreeRun run = java(home, "-Xint");
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  private TreeRun java(Path home, String flag) throws Exception {
    Path source = source("Burner.java");
    Path compiler = Path.of(System.getProperty("java.home"), "bin", "javac");
    build(compiler.toString(), "--release", "17", "-d", directory.toString(), source.toString());
    return TreeRun.of(
        directory,
        false,
        home.resolve("bin/java").toString(),
        flag,
        // Inside a loop without a place to stop at, inlined code does not tell what it is of.
        "-XX:CompileCommand=quiet",
        "-XX:CompileCommand=dontinline,Burner.leaf_burn",
        "-cp",
        directory.toString(),
        "Burner");
  }

  @Test
  void nodeWithItsMap() throws Exception {
    requireTool("node");
    TreeRun run =
        TreeRun.of(
            directory,
            false,
            "node",
            "--perf-basic-prof",
            "--interpreted-frames-native-stack",
            "--max-inlined-bytecode-size=0",
            source("burner.js").toString());
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  @Test
  void node() throws Exception {
    requireTool("node");
    TreeRun run = TreeRun.of(directory, false, "node", source("burner.js").toString());
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  /** Every frame has bytecode, or is of code that was made from it without optimising. */
  @ParameterizedTest
  @ValueSource(strings = {"--no-opt --no-sparkplug", "--no-opt --always-sparkplug"})
  void nodeThatDoesNotOptimise(String flags) throws Exception {
    requireTool("node");
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(flags.split(" ")));
    command.add(source("burner.js").toString());
    TreeRun run = TreeRun.of(directory, false, command.toArray(String[]::new));
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  @Test
  void python() throws Exception {
    requireTool("python3");
    assumeTrue(
        run("python3", "-c", "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))"),
        "python3 is none of 3.11 to 3.13 here");
    TreeRun run = TreeRun.of(directory, false, "python3", source("burner.py").toString());
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  @Test
  void rust() throws Exception {
    requireTool("rustc");
    Path program = directory.resolve("burner");
    build(
        "rustc",
        "-O",
        "-C",
        "force-frame-pointers=no",
        "-o",
        program.toString(),
        source("burner.rs").toString());
    TreeRun run = TreeRun.of(directory, true, program.toString());
    run.assertSharesAreThoseTold();
    run.assertPerfSawTheSame();
    run.assertNearlyAllComplete();
  }

  private Path source(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(KnownRuntimesTest.class.getResourceAsStream(name))) {
      Files.copy(in, file);
    }
    return file;
  }

  private static void requireTool(String tool) throws InterruptedException {
    assumeTrue(run(tool, "--version"), "no " + tool + " here");
  }

  private static void build(String... command) throws InterruptedException {
    assumeTrue(run(command), () -> "cannot build: " + String.join(" ", command));
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
