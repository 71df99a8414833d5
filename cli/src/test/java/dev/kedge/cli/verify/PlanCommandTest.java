package dev.kedge.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.cli.ExitCode;
import dev.kedge.cli.Kedge;
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

class PlanCommandTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutANameThePlansAreListed() {
    assertThat(run("show")).isEqualTo(ExitCode.OK);

    assertThat(out.toString().lines()).hasSize(5).first().asString().startsWith("smoke ");
  }

  @Test
  void whatIsShownCanBeCheckedAndIsTheSame() throws IOException {
    run("show", "default");
    Path file = Files.writeString(directory.resolve("mine.yaml"), out.toString());
    String shown = json("show", "default", "--json").get("sha256").asString();

    JsonNode plan = json("check", file.toString(), "--json");

    assertThat(plan.get("sha256").asString()).isEqualTo(shown);
    assertThat(plan.get("boots").get(0).get("suites")).isNotEmpty();
    assertThat(plan.get("gates").get(0).get("reason").asString()).isNotEmpty();
  }

  @Test
  void aWrongPlanIsToldWithItsLine() throws IOException {
    Path file = Files.writeString(directory.resolve("mine.yaml"), "schema: 1\nplan: x\nbots: []\n");

    assertThat(run("check", file.toString())).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("mine.yaml:3:1: unknown key 'bots' in a plan");
  }

  @Test
  void aPlanThatCannotFailIsAFinding() throws IOException {
    run("show", "default");
    String few = out.toString().replace("rounds: 5", "rounds: 2");
    Path file = Files.writeString(directory.resolve("few.yaml"), few);

    assertThat(run("check", file.toString())).isEqualTo(ExitCode.FINDING);

    assertThat(err.toString()).contains("2 rounds are too few");
  }

  private JsonNode json(String... arguments) {
    assertThat(run(arguments)).isEqualTo(ExitCode.OK);
    return JsonMapper.shared().readTree(out.toString());
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 2];
    all[0] = "verify";
    all[1] = "plan";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return line.execute(all);
  }
}
