package dev.kedge.verify.image;

/**
 * What the guest's first process is to run.
 *
 * @param name the suite's name: letters, digits, {@code -}, {@code _} and {@code .}
 * @param command a line for the guest's shell; its standard output is read by line: a line that
 *     starts with <code>{</code> is a result
 */
public record GuestSuite(String name, String command) {
  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the name or the command cannot stand on a line
   */
  public GuestSuite {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "suite \"" + name + "\": expected letters, digits, '-', '_' and '.', at most 64");
    }
    if (command.isBlank() || command.chars().anyMatch(c -> c == '\n' || c == '\t' || c == 0)) {
      throw new IllegalArgumentException(
          "suite " + name + ": its command must be one line without tabs");
    }
  }
}
