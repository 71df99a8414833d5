package dev.kedge.patches.trial;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.GitResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Applies commits to trees as {@code git cherry-pick} would, without a work tree: a commit made up
 * of the tree to apply to, with the parent of the commit to apply as its parent, is merged with
 * that commit ({@code git merge-tree --write-tree}), so that the merge base is what the commit
 * changed.
 *
 * <p>Renames are looked for only where it conflicts without them: that search is most of the time
 * on a kernel tree. New objects go to a directory of their own that {@link #close} deletes. For one
 * thread.
 */
public final class TrialPicks implements AutoCloseable {
  private final Path scratch;
  private final GitRepository repository;

  /** Tries on this repository. */
  public TrialPicks(GitRepository repository) {
    try {
      this.scratch = Files.createTempDirectory("kedge-trial");
    } catch (IOException e) {
      throw PatchesException.environment(
          "no directory for trial objects can be made: " + e.getMessage(), e);
    }
    this.repository = repository.writingTo(scratch);
  }

  /** The id of a commit's tree. */
  public String treeOf(CommitId commit) {
    return repository.output("rev-parse", "--verify", commit.hex() + "^{tree}").strip();
  }

  /**
   * Applies a commit to a tree.
   *
   * @param commit what to apply: its change against its only parent
   * @param tree id of the tree to apply to
   */
  public Trial pick(CommitId commit, String tree) {
    GitResult parents = repository.attempt("rev-list", "--parents", "--max-count=1", commit.hex());
    String[] line = parents.text().strip().split(" ", -1);
    if (!parents.ok() || line.length != 2) {
      String reason =
          !parents.ok()
              ? "the repository lacks commit " + commit.abbreviated()
              : line.length > 2 ? "a merge cannot be applied" : "a root commit cannot be applied";
      return new Trial(Trial.Outcome.UNKNOWN, tree, List.of(), reason);
    }
    return pick(commit, line[1], tree);
  }

  private Trial pick(CommitId commit, String parent, String tree) {
    GitResult onto =
        repository.attempt("commit-tree", tree, "-p", parent, "-m", "below a trial of " + commit);
    if (!onto.ok()) {
      return new Trial(Trial.Outcome.UNKNOWN, tree, List.of(), onto.error().strip());
    }
    Trial plain = merge(onto.text().strip(), commit, tree, "false");
    return plain.outcome() == Trial.Outcome.CONFLICT
        ? merge(onto.text().strip(), commit, tree, "true")
        : plain;
  }

  private Trial merge(String onto, CommitId commit, String tree, String renames) {
    GitResult result =
        repository.attempt(
            "-c",
            "merge.renames=" + renames,
            "-c",
            "merge.directoryRenames=" + renames,
            "merge-tree",
            "--write-tree",
            "--name-only",
            "--no-messages",
            "-z",
            onto,
            commit.hex());
    List<String> words = Arrays.asList(result.text().split("\0", -1));
    return switch (result.exitCode()) {
      case 0 ->
          words.getFirst().equals(tree)
              ? new Trial(Trial.Outcome.EMPTY, tree, List.of(), "")
              : new Trial(Trial.Outcome.CLEAN, words.getFirst(), List.of(), "");
      case 1 ->
          new Trial(
              Trial.Outcome.CONFLICT,
              tree,
              words.stream().skip(1).filter(word -> !word.isEmpty()).distinct().toList(),
              "");
      default -> new Trial(Trial.Outcome.UNKNOWN, tree, List.of(), result.error().strip());
    };
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw PatchesException.environment(
          "trial objects are left over in " + scratch + ": " + e.getMessage(), e);
    }
  }
}
