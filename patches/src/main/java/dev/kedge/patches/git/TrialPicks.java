package dev.kedge.patches.git;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Picks commits onto trees without a work tree and without a trace: new objects go to a scratch
 * directory that {@link #close} deletes. For one thread.
 *
 * <p>A pick is a three-way merge whose base is the commit's parent. A commit made of the target
 * tree with that parent has it as its merge base with the picked commit, so that {@code git
 * merge-tree --write-tree} (git 2.38) does it; {@code --merge-base} came with 2.40 only.
 */
public final class TrialPicks implements AutoCloseable {
  private final GitRepository repository;
  private final Path scratch;

  /** Makes the scratch directory, in the system's directory for temporary files. */
  public TrialPicks(GitRepository repository) {
    try {
      this.scratch = Files.createTempDirectory("kedge-objects");
    } catch (IOException e) {
      throw PatchesException.environment("no directory for trial merges: " + e.getMessage(), e);
    }
    this.repository =
        repository.with(
            Map.of(
                "GIT_OBJECT_DIRECTORY",
                scratch.toString(),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                repository.objectDirectory().toString(),
                "GIT_AUTHOR_NAME",
                "trial",
                "GIT_AUTHOR_EMAIL",
                "trial@localhost",
                "GIT_COMMITTER_NAME",
                "trial",
                "GIT_COMMITTER_EMAIL",
                "trial@localhost"));
  }

  /** The id of a commit's tree. */
  public String treeOf(CommitId commit) {
    return repository
        .output("rev-parse", "--verify", "--end-of-options", commit.hex() + "^{tree}")
        .strip();
  }

  /** Picks a commit onto a commit. */
  public TrialPick pick(CommitId commit, CommitId onto) {
    return pick(commit, treeOf(onto));
  }

  /** Picks a commit onto a tree, which may be the result of another pick. */
  public TrialPick pick(CommitId commit, String tree) {
    GitResult parents = repository.attempt("rev-list", "--parents", "--max-count=1", commit.hex());
    if (!parents.ok()) {
      return TrialPick.unknown(GitProcess.reason(parents.exitCode(), parents.error()));
    }
    String[] ids = parents.text().strip().split(" ", -1);
    if (ids.length != 2) {
      return TrialPick.unknown(ids.length < 2 ? "a commit without a parent" : "a merge");
    }
    GitResult base = repository.attempt("commit-tree", tree, "-p", ids[1], "-m", "trial");
    if (!base.ok()) {
      return TrialPick.unknown(GitProcess.reason(base.exitCode(), base.error()));
    }
    TrialPick plain = merge(tree, base.text().strip(), commit, false);
    return plain.outcome() == TrialPick.Outcome.CONFLICT
        ? merge(tree, base.text().strip(), commit, true)
        : plain;
  }

  /** Looking for renames is most of the time on a kernel tree, so it waits for a conflict. */
  private TrialPick merge(String tree, String base, CommitId commit, boolean renames) {
    return merged(
        tree,
        repository.attempt(
            "-c",
            "merge.renames=" + renames,
            "-c",
            "merge.directoryRenames=" + renames,
            "merge-tree",
            "--write-tree",
            "-z",
            "--name-only",
            base,
            commit.hex()));
  }

  private static TrialPick merged(String onto, GitResult result) {
    String[] words = result.text().split("\0", -1);
    // A merge over missing objects ends like a conflict; its complaint tells them apart.
    boolean complained = result.error().contains("error:") || result.error().contains("fatal:");
    if (result.exitCode() > 1 || !CommitId.isId(words[0]) || complained) {
      return TrialPick.unknown(
          Printable.of(GitProcess.reason(result.exitCode(), result.error()), 300));
    }
    Optional<String> tree = Optional.of(words[0]);
    if (result.exitCode() == 0) {
      TrialPick.Outcome outcome =
          words[0].equals(onto) ? TrialPick.Outcome.EMPTY : TrialPick.Outcome.CLEAN;
      return new TrialPick(outcome, tree, List.of(), "");
    }
    List<String> conflicts = new ArrayList<>();
    for (int i = 1; i < words.length && !words[i].isEmpty(); i++) {
      conflicts.add(words[i]);
    }
    return conflicts.isEmpty()
        ? TrialPick.unknown("git names no file that conflicts")
        : new TrialPick(TrialPick.Outcome.CONFLICT, tree, conflicts, "");
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw PatchesException.environment("scratch objects were not deleted: " + scratch, e);
    }
  }
}
