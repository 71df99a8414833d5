package dev.kedge.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge profile}: profiles of this host without a server, and what rose on a fleet's. */
@Command(
    name = "profile",
    description = {
      "Records, shows and compares profiles of this host; asks a server which functions cost",
      "more than before; sends profiles of other tools to a server."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  kedge profile record --duration 30s --out before.pb.gz",
      "  kedge profile record --duration 30s --out after.pb.gz",
      "  kedge profile diff before.pb.gz after.pb.gz"
    })
final class ProfileCommand implements CommandGroup, Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> subcommands() {
    return List.of("record", "show", "diff", "regress", "import", "help");
  }

  @Override
  public Object subcommand(String name) {
    return switch (name) {
      case "record" -> new ProfileRecordCommand();
      case "show" -> new ProfileShowCommand();
      case "diff" -> new ProfileDiffCommand();
      case "regress" -> new ProfileRegressCommand();
      case "import" -> new ProfileImportCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
