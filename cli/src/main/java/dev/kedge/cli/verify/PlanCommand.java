package dev.kedge.cli.verify;

import dev.kedge.cli.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge verify plan}: what a verification does and demands. */
@Command(
    name = "plan",
    description = "Shows the plans that come with Kedge, and checks those of one's own.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge verify plan show default > mine.yaml",
      "  kedge verify plan check mine.yaml"
    })
final class PlanCommand implements CommandGroup, Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> subcommands() {
    return List.of("show", "check", "help");
  }

  @Override
  public Object subcommand(String name) {
    return switch (name) {
      case "show" -> new PlanShowCommand();
      case "check" -> new PlanCheckCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
