package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive for watched hosts: small, and the agent's commands work without the server's jars.
 */
class AgentArchiveTest {
  private static final long MAX_BYTES = 15L << 20;

  @Test
  void runsTheAgentsCommandsWithoutTheServersLibraries(@TempDir Path directory) throws IOException {
    Path archive = archive().orElse(directory.resolve("none"));
    assumeTrue(Files.exists(archive), "needs the archives: mvn verify without -Dquick");
    assertThat(Files.size(archive)).isLessThan(MAX_BYTES);
    run(List.of("tar", "-xzf", archive.toString(), "-C", directory.toString()));
    Path home;
    try (Stream<Path> unpacked = Files.list(directory)) {
      home = unpacked.findFirst().orElseThrow();
    }
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .noneMatch(name -> name.matches("(duckdb|sqlite|helidon|kedge-(server|store|web)).*"))
          .anyMatch(name -> name.startsWith("kedge-agent"));
    }
    String launcher = home.resolve("bin/kedge").toString();

    assertThat(run(List.of(launcher, "agent", "--help")).out()).contains("--server");
    assertThat(run(List.of(launcher, "profile", "--help")).out()).contains("record");
    assertThat(run(List.of(launcher, "report", "--json", "/dev/null")).out())
        .contains("\"reports\":[]");
    Command missing =
        Command.run(
            List.of(launcher, "report", directory.resolve("missing").toString()),
            Map.of(),
            new byte[0]);
    assertThat(missing.exitCode()).as(missing.err()).isEqualTo(3);
    Command server = Command.run(List.of(launcher, "server"), Map.of(), new byte[0]);
    assertThat(server.exitCode()).as("the server is not part of it").isIn(2, 3);
  }

  private static Command run(List<String> command) {
    Command result = Command.run(command, Map.of(), new byte[0]);
    assertThat(result.exitCode()).as("%s: %s", command, result.err()).isZero();
    return result;
  }

  private static Optional<Path> archive() throws IOException {
    Path target = Distribution.root().resolve("dist/target");
    if (!Files.isDirectory(target)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("kedge-agent-.*\\.tar\\.gz"))
          .findFirst();
    }
  }
}
