package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.Commit;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.ChangedBlob;
import dev.kedge.patches.git.ChangedBlobs;
import dev.kedge.patches.git.GitRepository;
import java.util.Optional;

/** Rules about the files that a commit adds or changes. */
final class FileRules implements CommitRules {
  private final GitRepository repository;
  private final Policy policy;

  FileRules(GitRepository repository, Policy policy) {
    this.repository = repository;
    this.policy = policy;
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    Commit commit = checked.commit();
    if (commit.isMerge()
        || (!objections.asks(Rule.BINARY_FILE) && !objections.asks(Rule.FILE_SIZE))) {
      return;
    }
    try {
      for (ChangedBlob blob : ChangedBlobs.of(repository, commit.id())) {
        file(commit, blob, objections);
      }
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
