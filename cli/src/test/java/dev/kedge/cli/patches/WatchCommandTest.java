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

/** Fixes that land upstream after the merge are told once, with their CVEs. */
final class WatchCommandTest {
  @TempDir private Path directory;
  private Path repository;
  private String broken = "";

  @BeforeEach
  void history() throws IOException, InterruptedException {
    repository = directory.resolve("work");
    Files.createDirectories(repository);
    git("init", "-q", "-b", "up");
    commit("net: add the feature", "feature");
    broken = git("rev-parse", "HEAD").strip();
    git("branch", "ours");
    commit("net: something else", "else");
  }

  @Test
  void aFixIsToldOnceWhenItLands() throws IOException, InterruptedException {
    assertThat(watch()).isEqualTo(new Told(ExitCode.OK, ""));
    commit(
        "net: mend it\n\nFixes: " + broken.substring(0, 12) + " (\"net: add the feature\")", "f");
    String fix = git("rev-parse", "HEAD").strip();
    Path cves = directory.resolve("vulns/cve/published/2026");
    Files.createDirectories(cves);
    Files.writeString(cves.resolve("CVE-2026-11111.sha1"), fix + "\n");
    Told first = watch("--vulns", directory.resolve("vulns").toString());
    assertThat(first.code()).isEqualTo(ExitCode.FINDING);
    assertThat(first.out()).contains("\"fix\":\"" + fix).contains("CVE-2026-11111");
    assertThat(watch()).isEqualTo(new Told(ExitCode.OK, ""));
    commit("net: mend the mending\n\nFixes: " + fix.substring(0, 12) + " (\"net: mend it\")", "g");
    assertThat(watch().out()).contains("\"via\":\"transitive\"").doesNotContain("fix\":\"" + fix);
  }

  private record Told(int code, String out) {}

  private Told watch(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "patches",
                "watch",
                "--once",
                "--json",
                "--repo",
                repository.toString(),
                "--branch",
                "ours",
                "--upstream",
                "up",
                "--state",
                directory.resolve("told").toString()));
    arguments.addAll(List.of(more));
    StringWriter out = new StringWriter();
    CommandLine command = Kedge.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(new StringWriter()));
    int code = command.execute(arguments.toArray(String[]::new));
    return new Told(code, out.toString());
  }

  private void commit(String message, String file) throws IOException, InterruptedException {
    Files.writeString(repository.resolve(file), message);
    git("add", file);
    git("commit", "-q", "-m", message);
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "git", "-C", repository.toString(), "-c", "user.name=A", "-c", "user.email=a@b"));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
