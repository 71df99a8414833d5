package dev.kedge.patches.queue;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.GitResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Merges proposals in a bare repository, without a work tree. A proposal that already holds the tip
 * needs no merge commit.
 */
final class SpeculativeMerge {
  private final GitRepository repository;

  /** Merges in this repository, whose objects it adds to. */
  SpeculativeMerge(GitRepository repository) {
    this.repository = repository;
  }

  /**
   * A merge.
   *
   * @param tip the result; empty when it conflicts
   * @param conflicts the files that conflict
   */
  record Merged(Optional<CommitId> tip, List<String> conflicts) {}

  Merged onto(CommitId tip, Proposal proposal) {
    if (repository.isAncestor(tip, proposal.head())) {
      return new Merged(Optional.of(proposal.head()), List.of());
    }
    if (repository.isAncestor(proposal.head(), tip)) {
      return new Merged(Optional.of(tip), List.of());
    }
    GitResult result =
        repository.attempt(
            "-c",
            "merge.renames=true",
            "merge-tree",
            "--write-tree",
            "--no-messages",
            "--name-only",
            "-z",
            tip.hex(),
            proposal.head().hex());
    List<String> words = Arrays.asList(result.text().split("\0", -1));
    if (result.exitCode() == 1) {
      return new Merged(
          Optional.empty(),
          words.stream().skip(1).filter(word -> !word.isEmpty()).distinct().toList());
    }
    if (!result.ok()) {
      throw PatchesException.environment("git merge-tree failed: " + result.error().strip());
    }
    String message = "Merge proposal %d: %s".formatted(proposal.id(), proposal.title());
    return new Merged(
        Optional.of(commit(words.getFirst(), tip, proposal.head(), message)), List.of());
  }

  private CommitId commit(String tree, CommitId first, CommitId second, String message) {
    return new CommitId(
        repository
            .output(
                "-c",
                "user.name=kedge merge queue",
                "-c",
                "user.email=kedge@localhost",
                "commit-tree",
                tree,
                "-p",
                first.hex(),
                "-p",
                second.hex(),
                "-m",
                message)
            .strip());
  }
}
