package dev.kedge.verify.bisect;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Commits of a git tree as kernels: lists them by the {@code git} command and builds one by the
 * user's own command, given as arguments and run without a shell.
 */
public final class GitBuilds {
  /** What stands for the commit in the arguments of the build command. */
  public static final String COMMIT = "{}";

  private static final int MAX_OUTPUT = 4 << 20;

  private final Path tree;
  private final List<String> command;
  private final Path log;

  /**
   * Builds in a tree.
   *
   * @param tree the git work tree, where the command runs
   * @param command the build command; {@code {}} in its arguments becomes the commit's hash
   * @param log where the output of builds is written
   */
  public GitBuilds(Path tree, List<String> command, Path log) {
    this.tree = tree;
    this.command = List.copyOf(command);
    this.log = log;
  }

  /**
   * The commits from {@code good} to {@code bad}, both included, oldest first, along first parents.
   *
   * @throws VerifyException when git refuses, or there are too many
   */
  public List<String> commits(String good, String bad) {
    for (String name : List.of(good, bad)) {
      if (name.isBlank() || name.startsWith("-")) {
        throw new VerifyException("\"" + Printable.of(name, 80) + "\" is no commit");
      }
    }
    List<String> commits = new ArrayList<>();
    commits.add(git("rev-parse", "--verify", good + "^{commit}").strip());
    git("rev-list", "--reverse", "--first-parent", good + ".." + bad, "--")
        .lines()
        .forEach(commits::add);
    if (commits.size() < 2 || commits.size() > Bisection.MAX_KERNELS) {
      throw new VerifyException(
          "%d commits from %s to %s, expected 2 to %d"
              .formatted(commits.size(), good, bad, Bisection.MAX_KERNELS));
    }
    return commits;
  }

  /** Builds a commit; false when the command fails: such a commit cannot be tested. */
  public boolean build(String commit) {
    List<String> arguments =
        command.stream().map(argument -> argument.replace(COMMIT, commit)).toList();
    try {
      Process build =
          new ProcessBuilder(arguments)
              .directory(tree.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(new File("/dev/null"))
              .start();
      try {
        return build.waitFor() == 0;
      } finally {
        build.destroy();
      }
    } catch (IOException e) {
      throw new VerifyException("cannot run " + arguments.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerifyException("the build of " + commit + " was stopped", e);
    }
  }

  private String git(String... arguments) {
    List<String> all = new ArrayList<>(List.of("git", "-C", tree.toString()));
    all.addAll(List.of(arguments));
    try {
      Process git = new ProcessBuilder(all).redirectErrorStream(true).start();
      try (InputStream out = git.getInputStream()) {
        String text = new String(out.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        if (!git.waitFor(60, TimeUnit.SECONDS) || git.exitValue() != 0) {
          throw new VerifyException("git: " + Printable.of(text.strip(), 300));
        }
        return text;
      } finally {
        git.destroyForcibly();
      }
    } catch (IOException e) {
      throw new VerifyException("cannot run git: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerifyException("git was stopped", e);
    }
  }
}
