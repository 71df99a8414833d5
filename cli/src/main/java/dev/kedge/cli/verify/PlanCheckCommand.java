package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.compare.Gate;
import dev.kedge.verify.compare.Judge;
import dev.kedge.verify.flake.History;
import dev.kedge.verify.run.PlannedBoot;
import dev.kedge.verify.run.PlannedSuite;
import dev.kedge.verify.suite.Plan;
import dev.kedge.verify.suite.PlanFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge verify plan check}: whether a plan can be followed, and whether it can fail. */
@Command(
    name = "check",
    description = {
      "Reads a plan and says what it does. What is wrong is told with its line; a plan whose gates",
      "cannot fail with its rounds is a finding."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kedge verify plan check mine.yaml"})
final class PlanCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "the plan's file, or the name of a built-in plan")
  private String file = "";

  @Option(names = "--json", description = "print boots, suites and gates as JSON")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Plan plan;
    try {
      plan = PlanFile.open(file);
    } catch (VerifyException e) {
      spec.commandLine().getErr().println("kedge: " + e.getMessage());
      return ExitCode.USAGE;
    }
    int fewest = fewestRounds(plan);
    if (json) {
      out.println(PlanJson.text(plan));
    } else {
      print(plan, out);
    }
    out.flush();
    if (plan.rounds() >= fewest) {
      return ExitCode.OK;
    }
    spec.commandLine()
        .getErr()
        .printf(
            "kedge: %s: %d rounds are too few for its comparing gates to fail: at least %d%n",
            plan.identity().name(), plan.rounds(), fewest);
    return ExitCode.FINDING;
  }

  private static int fewestRounds(Plan plan) {
    List<Gate> blocking = plan.gates().stream().filter(Gate::blocking).toList();
    return new Judge(blocking, List.of(), History.EMPTY, Judge.DEFAULT_ALPHA).fewestRounds();
  }

  private static void print(Plan plan, PrintWriter out) {
    out.printf("plan %s: %s%n", plan.identity().name(), plan.about());
    out.printf("rounds: %d%n", plan.rounds());
    for (PlannedBoot boot : plan.boots()) {
      out.printf(
          "boot %s on %s: %s%n",
          boot.name(),
          boot.machine().name(),
          boot.suites().stream().map(PlannedSuite::name).collect(Collectors.joining(", ")));
    }
    for (Gate gate : plan.gates()) {
      out.printf(
          "gate %s%s%s: %s%n",
          gate.name(),
          gate.path().isEmpty() ? "" : " on " + gate.path(),
          gate.blocking() ? "" : " (advisory)",
          plan.reason(gate.name()));
    }
  }
}
