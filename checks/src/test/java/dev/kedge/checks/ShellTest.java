package dev.kedge.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shell scripts parse, may be executed, and pass shellcheck where it is installed. */
class ShellTest {
  private final SourceTree tree = SourceTree.ofCheckout();
  private final List<Path> scripts =
      Stream.concat(
              tree.withExtension("sh").stream(),
              tree.withExtension("").stream()
                  .filter(file -> SourceTree.text(file).orElse("").startsWith("#!")))
          .toList();

  @Test
  void everyScriptParses() throws IOException, InterruptedException {
    assertThat(scripts).isNotEmpty();
    for (Path script : scripts) {
      assertThat(run(List.of("bash", "-n", script.toString()))).as(tree.name(script)).isEmpty();
    }
  }

  @Test
  void everyScriptWithAnInterpreterMayBeExecuted() {
    assertThat(scripts.stream().filter(ShellTest::namesInterpreter)).allMatch(Files::isExecutable);
  }

  @Test
  void shellcheckFindsNothing() throws IOException, InterruptedException {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "shellcheck")));
    assumeTrue(installed, "shellcheck is not installed");
    List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
    scripts.forEach(script -> command.add(script.toString()));

    assertThat(run(command)).isEmpty();
  }

  private static boolean namesInterpreter(Path script) {
    return SourceTree.text(script).orElse("").startsWith("#!");
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(SourceTree.root().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 ? "" : output;
  }
}
