package dev.kedge.cli.verify;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge verify}: a candidate kernel against its baseline, in test machines. */
@Command(
    name = "verify",
    description = "Boots kernels in test machines, runs suites in them and compares the results.",
    mixinStandardHelpOptions = true,
    subcommands = {
      FetchCommand.class,
      KernelsCommand.class,
      PlanCommand.class,
      SelftestCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {"", "Examples:", "  kedge verify fetch debian:6.12 debian:7.3"})
public final class VerifyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
