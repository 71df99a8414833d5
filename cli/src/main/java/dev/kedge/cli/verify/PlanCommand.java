package dev.kedge.cli.verify;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge verify plan}: what a verification does and demands. */
@Command(
    name = "plan",
    description = "Shows the plans that come with Kedge, and checks those of one's own.",
    mixinStandardHelpOptions = true,
    subcommands = {PlanShowCommand.class, PlanCheckCommand.class, CommandLine.HelpCommand.class},
    footer = {
      "",
      "Examples:",
      "  kedge verify plan show default > mine.yaml",
      "  kedge verify plan check mine.yaml"
    })
final class PlanCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
