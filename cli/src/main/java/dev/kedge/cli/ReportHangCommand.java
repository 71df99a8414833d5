package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.carrier.CarrierException;
import dev.kedge.report.hang.HangDot;
import dev.kedge.report.hang.HangGraph;
import dev.kedge.report.hang.HangReader;
import dev.kedge.report.hang.HangText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge report hang}: who waits for whom in the hangs of a log. */
@Command(
    name = "hang",
    description = {
      "Shows who waits for whom when tasks hang: what each waits for, who holds it and on what",
      "grounds, deadlocks, and why the tasks at the roots do not go on."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge report hang console.log",
      "  kedge report hang --dot console.log | dot -Tsvg > hang.svg",
      "  tail -n +1 /proc/[0-9]*/status /proc/[0-9]*/stack 2>&- | kedge report hang -",
      "",
      "Exit code 0 also when hangs were found, unless --exit-code is given."
    })
final class ReportHangCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "a log, or a folder of pstore parts; - for stdin")
  private String file = "";

  /** How to print; text unless one is chosen. */
  static final class Format {
    @Option(names = "--dot", description = "print the graphs in the language of Graphviz")
    boolean dot;

    @Option(names = "--json", description = "print the graphs as JSON, see docs/cli.md")
    boolean json;
  }

  @ArgGroup private Format format = new Format();

  @Option(names = "--exit-code", description = "exit with 1 when a hang was found")
  private boolean exitCode;

  @Mixin private RulesOption rules = new RulesOption();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    HangReader reader = rules.hangReader();
    List<HangGraph> graphs = new ArrayList<>();
    try {
      for (ReportInput input : ReportInput.of(file)) {
        graphs.addAll(reader.read(input.bytes(damage -> say(input.name(), damage))));
      }
    } catch (IOException | CarrierException | InvalidPathException e) {
      say(file, e instanceof IOException io ? FileFailure.reason(io) : e.getMessage());
      return ExitCode.ENVIRONMENT;
    }
    if (format.json) {
      out.println(HangJson.of(graphs));
    } else if (format.dot) {
      out.print(HangDot.of(graphs));
    } else {
      out.print(graphs.isEmpty() ? "no hang\n" : HangText.of(graphs));
    }
    out.flush();
    return exitCode && !graphs.isEmpty() ? ExitCode.FINDING : ExitCode.OK;
  }

  private void say(String name, @Nullable String what) {
    spec.commandLine()
        .getErr()
        .println(
            "kedge report hang: "
                + ReportText.name(name)
                + ": "
                + Printable.of(String.valueOf(what), 400));
  }
}
