package dev.kedge.checks.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The built tree that the tests start, and where they leave their traces. */
final class Distribution {
  private static final Path ROOT =
      Path.of(System.getProperty("kedge.root", "..")).toAbsolutePath().normalize();

  private Distribution() {}

  /** {@code bin/kedge}; skips the test that asks when the tree was not built. */
  static Path launcher() {
    Path launcher = ROOT.resolve("dist/target/kedge/bin/kedge");
    assumeTrue(
        Files.isExecutable(launcher), "needs the distribution: run ./kedge test or mvn verify");
    return launcher;
  }

  static Path root() {
    return ROOT;
  }

  /** A directory for what a test leaves behind, made if absent. */
  static Path traces(String... names) {
    return made(ROOT.resolve("checks/target/e2e").resolve(Path.of("", names)));
  }

  /** Where pictures of pages go. */
  static Path screenshots() {
    return made(ROOT.resolve("target/screenshots"));
  }

  /** True when this process may profile the whole host and read the kernel's log. */
  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Says whether a program is on the PATH. */
  static boolean installed(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
