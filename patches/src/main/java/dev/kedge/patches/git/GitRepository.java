package dev.kedge.patches.git;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * A git repository, asked through the {@code git} command. It is only read, but for the merges of a
 * queue and the branch that {@link #moveBranch} moves. Safe for use by many threads: it holds no
 * process.
 */
public final class GitRepository {
  /** Seconds a single question may take; walks of whole histories are streamed without it. */
  private static final long PATIENCE_SECONDS = 600;

  private static final int MAX_OUTPUT = 256 << 20;

  private final Path directory;
  private final Path gitDirectory;
  private final boolean shallow;
  private final Map<String, String> environment;

  private GitRepository(
      Path directory, Path gitDirectory, boolean shallow, Map<String, String> environment) {
    this.directory = directory;
    this.gitDirectory = gitDirectory;
    this.shallow = shallow;
    this.environment = environment;
  }

  /**
   * Opens the repository that holds this directory: a work tree, a bare repository, a linked work
   * tree.
   *
   * @throws PatchesException when git finds none there, or refuses it
   */
  public static GitRepository open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw PatchesException.input("no such directory: " + Printable.of(directory.toString(), 300));
    }
    Path absolute = directory.toAbsolutePath().normalize();
    GitResult result =
        run(
            absolute,
            Map.of(),
            new byte[0],
            List.of("rev-parse", "--is-shallow-repository", "--git-common-dir"));
    List<String> lines = result.text().lines().toList();
    if (!result.ok() || lines.size() != 2) {
      throw PatchesException.environment(
          Printable.of(absolute.toString(), 300)
              + ": "
              + GitProcess.reason(result.exitCode(), result.error()));
    }
    Path common = absolute.resolve(lines.get(1)).normalize();
    return new GitRepository(absolute, common, lines.get(0).equals("true"), Map.of());
  }

  /** The directory it was opened with, absolute. */
  public Path directory() {
    return directory;
  }

  /** The directory with objects and refs that all its work trees share. */
  public Path gitDirectory() {
    return gitDirectory;
  }

  /** Where its objects lie. */
  Path objectDirectory() {
    return gitDirectory.resolve("objects");
  }

  /** The same repository, with git told these variables. */
  GitRepository with(Map<String, String> variables) {
    return new GitRepository(directory, gitDirectory, shallow, Map.copyOf(variables));
  }

  /** Says whether its history is cut: what lies below the cut can be neither found nor refuted. */
  public boolean shallow() {
    return shallow;
  }

  /** Says whether objects may be missing on purpose (a partial clone). */
  public boolean partial() {
    return attempt("config", "--get-regexp", "^remote\\..*\\.promisor$").ok();
  }

  /** The commit a name stands for, if there is one. */
  public Optional<CommitId> find(Revision revision) {
    GitResult result =
        attempt(
            "rev-parse", "--verify", "--quiet", "--end-of-options", revision.text() + "^{commit}");
    String hex = result.text().strip();
    return result.ok() && CommitId.isId(hex) ? Optional.of(new CommitId(hex)) : Optional.empty();
  }

  /**
   * The commit a name stands for.
   *
   * @throws PatchesException when there is none
   */
  public CommitId resolve(Revision revision) {
    return find(revision)
        .orElseThrow(() ->
            PatchesException.input(
                "no such revision in "
                    + Printable.of(directory.toString(), 300)
                    + ": "
                    + Printable.of(revision.text(), 200)
                    + (shallow ? " (the clone is shallow; git fetch --unshallow)" : "")));
  }

  /** The commits all branches, remote branches and tags name, by full ref name. */
  public Map<String, CommitId> tips() {
    String text =
        output(
            "for-each-ref",
            "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)",
            "refs/heads",
            "refs/remotes",
            "refs/tags");
    Map<String, CommitId> tips = new LinkedHashMap<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String[] part = line.split(" ", 5);
      if (part.length == 5 && part[0].equals("commit")) {
        tips.put(part[4], new CommitId(part[1]));
      } else if (part.length == 5 && part[2].equals("commit")) {
        tips.put(part[4], new CommitId(part[3]));
      }
    }
    return tips;
  }

  /**
   * Moves a branch.
   *
   * @param branch its short name
   * @param from where it must be
   * @param to where it goes
   * @return whether it moved; false when it was elsewhere
   * @throws PatchesException when the name is none of a branch
   */
  public boolean moveBranch(String branch, CommitId from, CommitId to) {
    Revision name = new Revision(branch);
    if (!attempt("check-ref-format", "refs/heads/" + name.text()).ok()) {
      throw PatchesException.input("no name of a branch: " + Printable.of(branch, 200));
    }
    return attempt(
            "update-ref",
            "-m",
            "kedge: merge queue",
            "refs/heads/" + name.text(),
            to.hex(),
            from.hex())
        .ok();
  }

  /** Says whether one commit is the other or lies below it. */
  public boolean isAncestor(CommitId ancestor, CommitId descendant) {
    GitResult result = attempt("merge-base", "--is-ancestor", ancestor.hex(), descendant.hex());
    if (result.exitCode() > 1) {
      throw failure("merge-base", result);
    }
    return result.ok();
  }

  /** The commits of a range, parents before children. */
  public List<CommitId> commits(CommitRange range) {
    List<String> arguments =
        new ArrayList<>(List.of("rev-list", "--topo-order", "--reverse", range.head().hex()));
    range.base().ifPresent(base -> arguments.add("^" + base.hex()));
    List<CommitId> commits = new ArrayList<>();
    output(arguments.toArray(String[]::new)).lines().map(CommitId::new).forEach(commits::add);
    return commits;
  }

  /** Text that changes whenever the cut of a shallow clone does; empty for a whole one. */
  public String shallowBoundary() {
    Path file = gitDirectory.resolve("shallow");
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw PatchesException.environment("the clone's list of cut commits cannot be read", e);
    }
  }

  /**
   * Runs a command and returns what it prints.
   *
   * @throws PatchesException with git's message when it fails
   */
  public String output(String... arguments) {
    GitResult result = attempt(arguments);
    if (!result.ok()) {
      throw failure(arguments[0], result);
    }
    return result.text();
  }

  /** Runs a command that may fail. */
  public GitResult attempt(String... arguments) {
    return run(directory, environment, new byte[0], List.of(arguments));
  }

  /** Runs a command that reads {@code input}. */
  public GitResult attempt(byte[] input, String... arguments) {
    return run(directory, environment, input, List.of(arguments));
  }

  /** Starts a command whose output is streamed; the caller closes it. */
  public GitProcess start(List<String> arguments) {
    return GitProcess.start(directory, environment, arguments);
  }

  static PatchesException failure(String command, GitResult result) {
    return PatchesException.environment(
        "git " + command + " failed: " + GitProcess.reason(result.exitCode(), result.error()));
  }

  private static GitResult run(
      Path directory, Map<String, String> environment, byte[] input, List<String> arguments) {
    try (GitProcess process = GitProcess.start(directory, environment, arguments);
        var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      writers.execute(() -> write(process, input));
      byte[] output = process.output().readNBytes(MAX_OUTPUT + 1);
      if (output.length > MAX_OUTPUT) {
        throw PatchesException.environment(
            "git " + arguments.getFirst() + " printed more than " + MAX_OUTPUT + " bytes");
      }
      int code = process.await(PATIENCE_SECONDS);
      return new GitResult(code, output, process.error());
    } catch (IOException e) {
      throw PatchesException.environment(
          "reading git " + arguments.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private static void write(GitProcess process, byte[] input) {
    try (OutputStream stream = process.input()) {
      stream.write(input);
    } catch (IOException e) {
      // Git ended before it read everything; its exit code and message say why.
      return;
    }
  }

  /** Reads one line of ASCII without its end; empty at the end of the stream. */
  static Optional<String> asciiLine(InputStream stream, int maxLength) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = stream.read(); c != '\n'; c = stream.read()) {
      if (c < 0) {
        return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
      }
      if (line.length() == maxLength) {
        throw new IOException("a line of more than " + maxLength + " bytes");
      }
      line.append((char) c);
    }
    return Optional.of(
        new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }
}
