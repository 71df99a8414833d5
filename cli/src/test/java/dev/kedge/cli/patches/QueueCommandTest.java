package dev.kedge.cli.patches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.cli.ExitCode;
import dev.kedge.cli.Kedge;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QueueCommandTest {
  @TempDir private Path directory;
  private Path repository;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void proposals() throws IOException, InterruptedException {
    repository = directory.resolve("work");
    Files.createDirectories(repository);
    git("init", "-q", "-b", "main");
    commit("base");
    for (String topic : List.of("good", "bad", "other")) {
      git("checkout", "-q", "-b", topic, "main");
      commit(topic);
    }
    git("checkout", "-q", "--detach", "main");
  }

  @Test
  void goodProposalsGetInAndTheBadOneIsSentBack() throws IOException, InterruptedException {
    Path checks = checks("[sh, -c, \"! git -C {repo} ls-tree --name-only {tip} | grep -qx bad\"]");
    assertThat(run("--checks", checks.toString(), "good", "bad", "other"))
        .isEqualTo(ExitCode.FINDING);
    assertThat(out.toString())
        .contains("taken     good", "taken     other", "sent back bad: check files failed");
    assertThat(git("ls-tree", "--name-only", "main").lines())
        .containsExactly("base", "good", "other");
  }

  @Test
  void aDryRunLeavesTheBranchAlone() throws IOException, InterruptedException {
    String before = git("rev-parse", "main");
    assertThat(run("--dry-run", "--json", "--checks", checks("[\"true\"]").toString(), "good"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("\"merged\":[\"good\"]");
    assertThat(git("rev-parse", "main")).isEqualTo(before);
  }

  @Test
  void aCheckThatCannotRunIsNoPass() throws IOException, InterruptedException {
    String before = git("rev-parse", "main");
    assertThat(run("--checks", checks("[/no/such/program]").toString(), "good"))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString()).contains("the queue stands still", "check files could not run");
    assertThat(git("rev-parse", "main")).isEqualTo(before);
  }

  @Test
  void aSlowCheckIsEnded() throws IOException {
    Path checks =
        Files.writeString(
            directory.resolve("slow.yaml"),
            "checks: [{name: slow, timeout: 1, command: [sleep, \"60\"]}]");
    assertThat(run("--checks", checks.toString(), "good")).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(out.toString()).contains("ended after 1 s");
  }

  @Test
  void aWrongFileOfChecksIsNamed() throws IOException {
    Path checks = Files.writeString(directory.resolve("c.yaml"), "checks: [{nam: x}]");
    assertThat(run("--checks", checks.toString(), "good")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("c.yaml: check 1: unknown key nam");
  }

  private Path checks(String command) throws IOException {
    return Files.writeString(
        directory.resolve("checks.yaml"),
        """
        checks:
          - name: files
            command: %s
        """
            .formatted(command));
  }

  private int run(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("patches", "queue", "--repo", repository.toString(), "--branch", "main"));
    all.addAll(List.of(arguments));
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private void commit(String file) throws IOException, InterruptedException {
    Files.writeString(repository.resolve(file), file);
    git("add", file);
    git("-c", "user.name=Developer", "-c", "user.email=dev@example.org", "commit", "-qm", file);
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.strip();
  }
}
