package dev.kedge.bench;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Speed of the index of commits beside {@code git log} over the same repository, by its size: in
 * one JVM that gets warmer, and as a command with the start of its own.
 *
 * <pre>{@code PatchesSpeed KEDGE DIRECTORY COMMITS...}</pre>
 */
public final class PatchesSpeed {
  private PatchesSpeed() {}

  /** Prints one line per size. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path kedge = Path.of(args[0]);
    Path directory = Path.of(args[1]);
    System.out.println(
        "  commits   git log s   grep s   index s   ratio   MB   update s   load s"
            + "   command s   ratio");
    for (int i = 2; i < args.length; i++) {
      int commits = Integer.parseInt(args[i]);
      Path repository = directory.resolve("synthetic-" + commits);
      SyntheticHistory.write(repository, commits, 1);
      measure(kedge, repository, commits);
    }
  }

  private static void measure(Path kedge, Path directory, int commits)
      throws IOException, InterruptedException {
    GitRepository repository = GitRepository.open(directory);
    CommitId tip = repository.resolve(new Revision("main"));
    CommitId before = repository.resolve(new Revision("main~100"));
    double log = git(directory, "log", "--format=raw", "main");
    double grep = git(directory, "log", "--format=%H", "-i", "--grep=^Fixes: 0123456789ab", "main");
    Path file = Files.createTempDirectory("patches-speed").resolve("index.sqlite");
    long start = System.nanoTime();
    try (CommitIndex index = CommitIndex.open(repository, file)) {
      index.update(List.of(before), IndexProgress.SILENT);
    }
    double whole = seconds(start);
    double megabytes = Files.size(file) / 1e6;
    start = System.nanoTime();
    double load;
    try (CommitIndex index = CommitIndex.open(repository, file)) {
      load = seconds(start);
      index.update(List.of(tip), IndexProgress.SILENT);
    }
    double update = seconds(start);
    Path other = file.resolveSibling("command.sqlite");
    double command =
        run(
            kedge.toString(),
            "patches",
            "index",
            "--repo",
            directory.toString(),
            "--index",
            other.toString());
    System.out.printf(
        "%,9d   %9.2f   %6.2f   %7.2f   %5.2f   %4.0f   %6.2f   %6.2f   %9.2f   %5.2f%n",
        commits, log, grep, whole, whole / log, megabytes, update, load, command, command / log);
    try (var files = Files.walk(file.getParent())) {
      files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(f -> f.delete());
    }
  }

  private static double git(Path directory, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = directory.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return run(command);
  }

  private static double run(String... command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
    return seconds(start);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
