package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher says when something is missing, and what it passes on. */
class LauncherTest {
  @Test
  void passesArgumentsAndExitCodesThrough() {
    assertThat(Command.kedge("--version").exitCode()).isZero();
    assertThat(Command.kedge("--help").out()).contains("up").contains("report").contains("profile");
    assertThat(Command.kedge("no such command").exitCode()).isEqualTo(2);
  }

  @Test
  void namesTheMissingJdkInOneLine(@TempDir Path directory) throws IOException {
    Path jdk = Files.createDirectories(directory.resolve("jdk-17"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    String find =
        """
        . "$1/dist/src/main/launcher/jdk.sh"
        kedge_jdk_candidates() { printf '%s\\n' "$2" /nonexistent; }
        kedge_find_jdk java || { kedge_jdk_missing 'run Kedge'; exit 3; }
        """;

    Command missing =
        Command.run(
            List.of("bash", "-c", find, "find", Distribution.root().toString(), jdk.toString()),
            Map.of(),
            new byte[0]);

    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err().lines()).hasSize(1);
    assertThat(missing.err()).contains("JDK 25").contains("JAVA_HOME");
  }

  @Test
  void prefersTheJdkItIsTold(@TempDir Path directory) throws IOException {
    Path told = fakeJdk(directory.resolve("told"), "26.0.1");
    Path old = fakeJdk(directory.resolve("old"), "17.0.15");
    Path early = fakeJdk(directory.resolve("early"), "27-ea");
    String find =
        """
        . "$1/dist/src/main/launcher/jdk.sh"
        kedge_find_jdk java
        """;

    assertThat(found(find, Map.of("JAVA_HOME", told.toString()))).isEqualTo(told.toString());
    assertThat(found(find, Map.of("JAVA_HOME", early.toString()))).isEqualTo(early.toString());
    assertThat(found(find, Map.of("JAVA_HOME", old.toString()))).isNotEqualTo(old.toString());
    assertThat(
            found(find, Map.of("KEDGE_JAVA_HOME", told.toString(), "JAVA_HOME", early.toString())))
        .isEqualTo(told.toString());
  }

  @Test
  void checkoutNamesWhatIsMissingToBuild(@TempDir Path directory) throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : List.of("sort", "head", "printf", "sed")) {
      Command which =
          Command.run(List.of("bash", "-c", "command -v " + tool), Map.of(), new byte[0]);
      Path real = Path.of(which.out().strip());
      if (real.isAbsolute()) {
        Files.createSymbolicLink(tools.resolve(tool), real);
      }
    }
    String check =
        """
        die() { printf 'kedge: %s\\n' "$1" >&2; exit 3; }
        eval "$(sed -n '/^at_least()/,/^}/p; /^require_maven()/,/^}/p; /^require_node()/,/^}/p' "$1/kedge")"
        PATH=$2
        """;

    assertThat(missing(check + "require_maven", tools)).contains("mvn not found").contains("3.8");
    assertThat(missing(check + "require_node", tools)).contains("node not found").contains("20.19");
    script(tools.resolve("node"), "echo v18.20.4");
    assertThat(missing(check + "require_node", tools)).contains("v18.20.4").contains("20.19");
    script(tools.resolve("node"), "echo v22.1.0");
    assertThat(missing(check + "require_node", tools)).contains("npm not found");
    script(
        tools.resolve("mvn"),
        "echo 'Apache Maven 3.6.3 (cecedd343002696d0abb50b32b541b8a6ba2883f)'");
    assertThat(missing(check + "require_maven", tools)).contains("mvn is 3.6.3").contains("3.8");
  }

  private static String missing(String script, Path path) {
    Command command =
        Command.run(
            List.of("bash", "-c", script, "check", Distribution.root().toString(), path.toString()),
            Map.of(),
            new byte[0]);
    assertThat(command.exitCode()).as(command.err()).isEqualTo(3);
    assertThat(command.err().lines()).hasSize(1);
    return command.err();
  }

  private static String found(String script, Map<String, String> environment) {
    return Command.run(
            List.of("bash", "-c", script, "find", Distribution.root().toString()),
            environment,
            new byte[0])
        .out();
  }

  private static Path fakeJdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), "exit 1");
    return home;
  }

  private static void script(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
