package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.suite.Plan;
import dev.kedge.verify.suite.PlanFile;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge verify plan show}: the text of a plan, or the list of plans. */
@Command(
    name = "show",
    description =
        "Prints the text of a plan, to read or to change; without a name, which there are.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kedge verify plan show default > mine.yaml"})
final class PlanShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "PLAN",
      description = "smoke, default, stability, workloads, journal, or a file")
  private Optional<String> name = Optional.empty();

  @Option(names = "--json", description = "print boots, suites and gates as JSON")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (name.isPresent()) {
      Plan plan = PlanFile.open(name.get());
      out.print(json ? PlanJson.text(plan) + "\n" : PlanFile.text(name.get()));
    } else if (json) {
      out.println(PlanJson.list());
    } else {
      PlanFile.BUILT_IN.forEach(one -> out.printf("%-10s %s%n", one, PlanFile.open(one).about()));
    }
    out.flush();
    return ExitCode.OK;
  }
}
