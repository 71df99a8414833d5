package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.ChangedBlob;
import dev.kedge.patches.git.ChangedBlobs;
import dev.kedge.patches.git.GitRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules about the files that a commit adds or changes. */
final class FileRules implements CommitRules {
  private final GitRepository repository;
  private final Policy policy;
  private final Map<CommitId, List<ChangedBlob>> files;

  /** Reads the files of all commits at once; where that fails, one commit after the other. */
  FileRules(GitRepository repository, Policy policy, List<CommitId> commits) {
    this.repository = repository;
    this.policy = policy;
    this.files = asked(policy) ? together(repository, commits) : Map.of();
  }

  private static boolean asked(Policy policy) {
    return policy.asks(Rule.BINARY_FILE) || policy.asks(Rule.FILE_SIZE);
  }

  private static Map<CommitId, List<ChangedBlob>> together(
      GitRepository repository, List<CommitId> commits) {
    try {
      return ChangedBlobs.of(repository, commits);
    } catch (PatchesException e) {
      // An object is missing; asked one by one, the commits that have theirs are still checked.
      return Map.of();
    }
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    Commit commit = checked.commit();
    if (commit.isMerge() || !asked(policy)) {
      return;
    }
    try {
      List<ChangedBlob> own = files.get(commit.id());
      if (own == null) {
        own =
            ChangedBlobs.of(repository, List.of(commit.id())).getOrDefault(commit.id(), List.of());
      }
      own.forEach(blob -> file(commit, blob, objections));
    } catch (PatchesException e) {
      objections.add(Rule.UNCHECKED, commit, "its files could not be read: " + e.getMessage());
    }
  }

  private void file(Commit commit, ChangedBlob blob, Objections objections) {
    Optional<String> path = Optional.of(blob.path());
    if (blob.binary()) {
      objections.add(
          Rule.BINARY_FILE, commit, path, "binary file " + Printable.of(blob.path(), 200));
    }
    if (blob.bytes() < 0) {
      objections.add(Rule.UNCHECKED, commit, path, "the contents are missing from the repository");
    } else if (blob.bytes() > policy.maxFileBytes()) {
      objections.add(
          Rule.FILE_SIZE,
          commit,
          path,
          "%s has %,d bytes, the limit is %,d"
              .formatted(Printable.of(blob.path(), 200), blob.bytes(), policy.maxFileBytes()));
    }
  }
}
