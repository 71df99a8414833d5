package dev.kedge.patches.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How git is called so that neither the caller's environment nor the repository's configuration
 * decides what it does: true objects (no replacements, no grafts), no hooks, no helper programs, no
 * network.
 */
final class GitArguments {
  /** Options in front of every sub-command. */
  private static final List<String> GLOBAL =
      List.of(
          "--no-pager",
          "--no-replace-objects",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.commentChar=#",
          "-c",
          "core.quotePath=false",
          "-c",
          "log.showSignature=false",
          "-c",
          "log.showRoot=true",
          "-c",
          "diff.renames=false",
          "-c",
          "diff.external=",
          "-c",
          "protocol.allow=never",
          "-c",
          "gc.auto=0");

  private GitArguments() {}

  static List<String> commandLine(Path directory, List<String> arguments) {
    List<String> line = new ArrayList<>(arguments.size() + GLOBAL.size() + 3);
    line.add("git");
    line.add("-C");
    line.add(directory.toString());
    line.addAll(GLOBAL);
    line.addAll(arguments);
    return line;
  }

  /** Removes every variable that redirects git, and sets those that keep it quiet and local. */
  static void cleanEnvironment(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith("GIT_"));
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_OPTIONAL_LOCKS", "0");
    environment.put("GIT_NO_LAZY_FETCH", "1");
    environment.put("GIT_GRAFT_FILE", "/dev/null");
    environment.put("GIT_ADVICE", "0");
  }
}
