package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code kedge report} can be given, and what it says of it. */
class ReportInputTest {
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
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content).toString();
  }

  @Test
  void hostsAndLossesAreTold() throws IOException {
    String log =
        file(
            "netconsole.log",
            """
            web3 6.12.3,4,10,1000000,-,caller=T1;WARNING: brook dried up
            web4 6.12.3,4,99,1000000,-,caller=T1;WARNING: mill stands still
            web3 6.12.3,4,13,1000003,-,caller=T1;Call Trace:
            """);
    assertThat(run("report", "--json", log)).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(out.toString());
    assertThat(json.get("hosts").asInt()).isEqualTo(2);
    assertThat(json.get("carriers").toString()).isEqualTo("[\"netconsole\"]");
    assertThat(json.get("lost").get("records").asInt()).isEqualTo(2);
    assertThat(json.get("reports").get(0).get("host").asString()).isEqualTo("web3");
    assertThat(json.get("reports").get(0).get("lost").asInt()).isEqualTo(2);
    assertThat(json.get("reports").get(1).get("host").asString()).isEqualTo("web4");
    assertThat(run("report", log)).isZero();
    assertThat(out.toString()).contains("  host   web4");
    assertThat(err.toString()).contains("2 kernel records or more are missing in 1 places");
  }

  @Test
  void aFolderOfPstorePartsIsOneLogForEachCrash() throws IOException {
    file("1/dmesg-erst-2", "Oops#1 Part1\n<4>[   11.000000] Call Trace:\n");
    file("1/dmesg-erst-3", "Oops#1 Part2\n<4>[   10.000000] WARNING: brook dried up");
    file("2/dmesg-erst-9", "Panic#1 Part1\n<4>[   10.000000] WARNING: mill stands still\n");
    assertThat(run("report", directory.toString())).isZero();
    assertThat(out.toString())
        .contains("WARNING: brook dried up")
        .contains(directory.resolve("2") + ":2-2")
        .contains("WARNING: mill stands still");
  }

  @Test
  void theCarrierCanBeForced() throws IOException {
    String log = file("odd.log", "Nov 22 10:00:00 host kernel: WARNING: brook dried up\n");
    assertThat(run("report", "--carrier", "syslog", log)).isZero();
    assertThat(out.toString()).contains("  host   host");
    out.getBuffer().setLength(0);
    assertThat(run("report", "--carrier", "console", log)).isZero();
    assertThat(out.toString()).doesNotContain("  host   host");
    assertThat(run("report", "--carrier", "pigeon", log)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("journal-export");
  }

  @Test
  void filesThatAreNoLogsAreRefusedWithAdvice() throws IOException {
    String journal = file("system.journal", "LPKSHHRH........");
    assertThat(run("report", journal)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString()).contains("journalctl --file FILE -k -o export");
  }
}
