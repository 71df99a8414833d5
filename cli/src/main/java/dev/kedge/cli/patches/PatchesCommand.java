package dev.kedge.cli.patches;

import dev.kedge.cli.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge patches}: what a downstream kernel tree carries, lacks and owes. */
@Command(
    name = "patches",
    description = "Checks what goes into a downstream kernel tree, and finds the fixes it lacks.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches missing --branch my-6.6 --upstream origin/master",
      "  kedge patches check origin/my-6.6..HEAD --preset bytedance"
    })
public final class PatchesCommand implements CommandGroup, Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> subcommands() {
    return List.of(
        "index",
        "provenance",
        "missing",
        "watch",
        "check",
        "variance",
        "debt",
        "rebase",
        "release",
        "queue",
        "help");
  }

  @Override
  public Object subcommand(String name) {
    return switch (name) {
      case "index" -> new IndexCommand();
      case "provenance" -> new ProvenanceCommand();
      case "missing" -> new MissingCommand();
      case "watch" -> new WatchCommand();
      case "check" -> new CheckCommand();
      case "variance" -> new VarianceCommand();
      case "debt" -> new DebtCommand();
      case "rebase" -> new RebaseCommand();
      case "release" -> new ReleaseCommand();
      case "queue" -> new QueueCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
