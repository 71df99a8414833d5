package dev.kedge.verify.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Command lines whose process ends when this one does, even where this one is killed outright. By
 * the kernel ({@code prctl(PR_SET_PDEATHSIG)}, set by {@code setpriv}) where util-linux is
 * installed; else by a shell that waits for the end of its standard input, which is a pipe only
 * this process writes to. QEMU itself has no option for it: at the end of its input a monitor just
 * falls silent.
 */
final class Lifeline {
  /** Runs its arguments, ends with their status, and kills them when its input ends. */
  private static final String SHELL =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      { read -r line <&3; kill -9 "$child"; } >/dev/null 2>&1 &
      watcher=$!
      exec 3<&-
      wait "$child"
      status=$?
      kill -9 "$watcher" 2>/dev/null
      exit "$status"
      """;

  private Lifeline() {}

  /**
   * The line that runs a command.
   *
   * @param setpriv of util-linux; empty where it is not installed
   */
  static List<String> of(Optional<Path> setpriv, List<String> command) {
    List<String> line =
        new ArrayList<>(
            setpriv
                .map(program -> List.of(program.toString(), "--pdeathsig", "KILL", "--"))
                .orElseGet(() -> List.of("/bin/sh", "-c", SHELL, "sh")));
    line.addAll(command);
    return line;
  }
}
