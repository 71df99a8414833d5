package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command in this process: what it prints and how it exits. */
class KedgeTest {
  private static final String OOPS =
      """
      [   10.000001] usb 1-1: new high-speed USB device number 2
      [   12.000001] BUG: kernel NULL pointer dereference, address: 0000000000000008
      [   12.000002] #PF: supervisor read access in kernel mode
      [   12.000003] Oops: 0000 [#1] PREEMPT SMP
      [   12.000004] CPU: 1 PID: 77 Comm: worker Not tainted 6.1.0 #1
      [   12.000005] RIP: 0010:frobnicate_inode+0x1a/0x60
      [   12.000006] Call Trace:
      [   12.000007]  <TASK>
      [   12.000008]  vfs_frobnicate+0x42/0x90
      [   12.000009]  do_syscall_64+0x3b/0x90
      [   12.000010]  entry_SYSCALL_64_after_hwframe+0x72/0xdc
      [   12.000011]  </TASK>
      [   12.000012] ---[ end trace 0000000000000000 ]---
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  @Test
  void reportNamesTheCrashAndItsRegion() throws IOException {
    String log = file("console.log", OOPS);
    assertThat(run("report", log)).isZero();
    assertThat(out.toString())
        .contains(log + ":2-")
        .contains(
            "title  BUG: unable to handle kernel NULL pointer dereference in frobnicate_inode")
        .contains("frame  frobnicate_inode");
  }

  @Test
  void reportExitsWith1OnlyWhenAsked() throws IOException {
    String log = file("console.log", OOPS);
    assertThat(run("report", "--exit-code", log)).isEqualTo(ExitCode.FINDING);
    assertThat(run("report", "--exit-code", file("quiet.log", "all is well\n"))).isZero();
  }

  @Test
  void reportJsonIsOneObjectPerFile() throws IOException {
    Path zipped = directory.resolve("console.log.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      gzip.write(OOPS.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    String quiet = file("quiet.log", "");
    assertThat(run("report", "--json", zipped.toString(), quiet)).isZero();

    String[] lines = out.toString().split("\n", -1);
    JsonNode found = JsonMapper.builder().build().readTree(lines[0]);
    assertThat(found.get("file").asString()).isEqualTo(zipped.toString());
    JsonNode report = found.get("reports").get(0);
    assertThat(report.get("type").asString()).isEqualTo("NULL-POINTER-DEREFERENCE");
    assertThat(report.get("frame").asString()).isEqualTo("frobnicate_inode");
    assertThat(report.get("startLine").asInt()).isEqualTo(2);
    assertThat(report.get("executor").isNull()).isTrue();
    JsonNode nothing = JsonMapper.builder().build().readTree(lines[1]);
    assertThat(nothing.get("reports").size()).isZero();
  }

  @Test
  void anUnreadableFileIsSaidAndTheOthersAreRead() throws IOException {
    String log = file("console.log", OOPS);
    String missing = directory.resolve("missing.log").toString();
    assertThat(run("report", missing, log)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString()).contains("missing.log: no such file");
    assertThat(out.toString()).contains("frobnicate_inode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server --listen 0.0.0.0",
        "server --listen 0.0.0.0 --insecure",
        "server --port 70000",
        "server --tls-cert cert.pem",
        "up --retention-age forever",
        "agent --frequency",
        "profile record --duration 0s",
        "nonsense"
      })
  void wrongCommandLinesExitWith2AndAMessage(String arguments) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).isNotBlank().doesNotContain("at dev.kedge");
  }

  @Test
  void anOpenServerIsToldExactlyWhatToAdd() {
    run("server", "--listen", "0.0.0.0");
    assertThat(err.toString())
        .contains("--token-file")
        .contains("--tls-cert")
        .contains("--insecure");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    CommandLine line = Kedge.commandLine();
    line.getSubcommands()
        .forEach((name, command) -> {
          if (!name.equals("help")) {
            assertThat(command.getUsageMessage()).as(name).contains("kedge").contains("xample");
          }
        });
  }
}
