package dev.kedge.cli;

import java.util.List;

/**
 * A command with sub-commands, each made when it is called or listed. They are not named in the
 * annotation: from there picocli would make all of them, and read their options, at every start.
 */
public interface CommandGroup {
  /** The names in the order in which help lists them; {@code help} stands for picocli's own. */
  List<String> subcommands();

  /**
   * Makes the sub-command of a name other than {@code help}.
   *
   * @throws IllegalArgumentException when there is none
   */
  Object subcommand(String name);
}
