package dev.kedge.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code perf} says of the same program, by its own copies of stacks. */
final class PerfScript {
  private PerfScript() {}

  /** Samples by path of a program that runs; empty where perf is missing or may not. */
  static Map<String, Long> paths(Path directory, int pid) throws InterruptedException {
    Path data = directory.resolve("perf.data");
    Path text = directory.resolve("perf.txt");
    try {
      boolean recorded =
          run(
              directory.resolve("perf.log"),
              "perf record -q -e cpu-clock -F 199 --call-graph dwarf,16384 -p %d -o %s -- sleep 4"
                  .formatted(pid, data));
      boolean read =
          recorded && run(text, "perf script -i %s --no-inline -F ip,sym".formatted(data));
      return read ? parse(text) : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static boolean run(Path output, String command) throws IOException, InterruptedException {
    return new ProcessBuilder(command.split(" "))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static Map<String, Long> parse(Path text) throws IOException {
    Map<String, Long> paths = new TreeMap<>();
    List<String> names = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(text)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank()) {
          count(names, paths);
          names.clear();
        } else {
          names.add(line.strip().replaceFirst("^[0-9a-f]+ ", ""));
        }
      }
    }
    count(names, paths);
    return paths;
  }

  private static void count(List<String> leafFirst, Map<String, Long> paths) {
    List<String> names = new ArrayList<>(leafFirst);
    Collections.reverse(names);
    String path = TreeRun.path(names);
    if (path.endsWith("leaf_burn")) {
      paths.merge(path, 1L, Long::sum);
    }
  }
}
