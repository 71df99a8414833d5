package dev.kedge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge profile}: profiles of this host without a server, and what rose on a fleet's. */
@Command(
    name = "profile",
    description = {
      "Records, shows and compares CPU profiles of this host without a server, sends those of",
      "other tools to one,",
      "and asks a server which functions cost more than before."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ProfileRecordCommand.class,
      ProfileShowCommand.class,
      ProfileDiffCommand.class,
      ProfileRegressCommand.class,
      ProfileImportCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Example:",
      "  kedge profile record --duration 30s --out before.pb.gz",
      "  kedge profile record --duration 30s --out after.pb.gz",
      "  kedge profile diff before.pb.gz after.pb.gz"
    })
final class ProfileCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
