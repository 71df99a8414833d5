package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is made of the command tree for one command line behaves like the whole. */
class CommandTreeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--help",
        "--version",
        "--nonsense",
        "nonsense",
        "help",
        "help patches",
        "help patches nonsense",
        "patches",
        "patches --help",
        "patches help index",
        "patches index --help",
        "patches indx",
        "patches --help index",
        "patches index --nonsense",
        "patches missing",
        "report --help",
        "report hang --help",
        "report help",
        "report missing.log",
        "verify",
        "verify --help",
        "verify plan --help",
        "verify plan",
        "verify plan show --help",
        "verify plan nonsense",
        "verify --baseline x",
        "profile show --help",
        "bandwidth sim",
        "server --port 70000",
        "up --help",
        "agent --nonsense"
      })
  void behavesLikeTheWhole(String text) {
    String[] arguments = text.isEmpty() ? new String[0] : text.split(" ", -1);
    assertThat(run(Kedge.commandLineFor(arguments), arguments))
        .isEqualTo(run(Kedge.commandLine(), arguments));
  }

  @Test
  void makesNothingElse() {
    assertThat(Kedge.commandLineFor("patches", "index").getSubcommands())
        .containsOnlyKeys("patches")
        .hasEntrySatisfying(
            "patches", patches -> assertThat(patches.getSubcommands()).containsOnlyKeys("index"));
  }

  @Test
  void namesAreThoseOfTheCommands() {
    named(Kedge.commandLine());
  }

  private static void named(CommandLine line) {
    line.getSubcommands()
        .forEach((name, below) -> {
          assertThat(below.getCommandSpec().userObject().getClass())
              .satisfies(type ->
                  assertThat(type.getAnnotation(CommandLine.Command.class).name()).isEqualTo(name));
          named(below);
        });
  }

  private static List<Object> run(CommandLine line, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return List.of(code, out.toString(), err.toString());
  }
}
