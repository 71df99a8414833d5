package dev.kedge.cli.patches;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge patches}: what a downstream kernel tree carries, lacks and owes. */
@Command(
    name = "patches",
    description = "Checks what goes into a downstream kernel tree, and finds the fixes it lacks.",
    mixinStandardHelpOptions = true,
    subcommands = {
      IndexCommand.class,
      ProvenanceCommand.class,
      MissingCommand.class,
      WatchCommand.class,
      CheckCommand.class,
      VarianceCommand.class,
      DebtCommand.class,
      RebaseCommand.class,
      ReleaseCommand.class,
      QueueCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  kedge patches missing --branch my-6.6 --upstream origin/master",
      "  kedge patches check origin/my-6.6..HEAD --preset bytedance"
    })
public final class PatchesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
