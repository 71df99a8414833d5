package dev.kedge.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * Makes picocli's commands: all of them, or what one command line can reach. Reading the options of
 * a command by reflection costs some milliseconds, and there are fifty.
 */
final class CommandTree {
  private static final String HELP = "help";

  private CommandTree() {}

  /** The command with everything below it. */
  static CommandLine whole(Object command) {
    CommandLine line = new CommandLine(command);
    if (command instanceof CommandGroup group) {
      group.subcommands().forEach(name -> line.addSubcommand(name, whole(below(group, name))));
    }
    return line;
  }

  /**
   * The command with the sub-commands that these arguments name, or, where they name none, with one
   * level for help to list. What this can parse the whole tree parses alike: the parser asks for a
   * sub-command only by the text of an argument.
   */
  static CommandLine reached(Object command, List<String> arguments) {
    return mayList(arguments) ? whole(command) : named(command, arguments);
  }

  /** Help for a command in the middle lists what is below it; a file may hold any argument. */
  private static boolean mayList(List<String> arguments) {
    int last = arguments.size() - 1;
    for (int i = 0; i <= last; i++) {
      String argument = arguments.get(i);
      boolean asks = argument.equals("--help") || argument.startsWith("-h");
      if (argument.equals(HELP) || argument.startsWith("@") || (asks && i < last)) {
        return true;
      }
    }
    return false;
  }

  private static CommandLine named(Object command, List<String> arguments) {
    CommandLine line = new CommandLine(command);
    if (command instanceof CommandGroup group) {
      List<String> called = group.subcommands().stream().filter(arguments::contains).toList();
      for (String name : called) {
        line.addSubcommand(name, named(below(group, name), arguments));
      }
      if (called.isEmpty()) {
        group.subcommands().forEach(name -> line.addSubcommand(name, below(group, name)));
      }
    }
    return line;
  }

  private static Object below(CommandGroup group, String name) {
    return name.equals(HELP) ? new CommandLine.HelpCommand() : group.subcommand(name);
  }
}
