package dev.kedge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** How many stacks of the benchmark's load reach the place where their thread began. */
final class LoadStacks {
  /** The name of the load's processes. */
  static final String COMMAND = "bench-load";

  private static final Set<String> STARTS = Set.of("_start", "clone", "clone3", "__clone3");

  private LoadStacks() {}

  /** The share of complete stacks in the output of {@code perf script}; negative without stacks. */
  static double ofPerfScript(Path text) throws IOException {
    long all = 0;
    long complete = 0;
    try (BufferedReader lines = Files.newBufferedReader(text)) {
      boolean load = false;
      String outermost = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(COMMAND)) {
          load = true;
          outermost = "";
        } else if (line.isBlank()) {
          all += load ? 1 : 0;
          complete += load && STARTS.contains(outermost) ? 1 : 0;
          load = false;
        } else {
          outermost = line.strip().replaceFirst("^[0-9a-f]+ ", "").replaceFirst("[@+ ].*", "");
        }
      }
    }
    return all == 0 ? -1 : complete / (double) all;
  }

  /** The share in folded text; negative without stacks. */
  static double ofFolded(Path text) throws IOException {
    long all = 0;
    long complete = 0;
    for (String line : Files.readAllLines(text)) {
      if (line.startsWith(COMMAND + ";")) {
        long count = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
        String outermost = line.substring(COMMAND.length() + 1).replaceFirst("[;@ ].*", "");
        all += count;
        complete += STARTS.contains(outermost) ? count : 0;
      }
    }
    return all == 0 ? -1 : complete / (double) all;
  }
}
