package dev.kedge.cli.patches;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexUpdate;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which repository a sub-command works on, and where its index lies. */
final class RepositoryOptions extends RepositoryOption {
  @Option(
      names = "--index",
      paramLabel = "FILE",
      description = "keep the index in this file instead of the git directory")
  private Optional<Path> index = Optional.empty();

  CommitIndex index(GitRepository repository) {
    return index
        .map(file -> CommitIndex.open(repository, file.toAbsolutePath()))
        .orElseGet(() -> CommitIndex.open(repository));
  }

  /** Brings the index up to date below these commits. */
  static IndexUpdate update(CommitIndex index, Collection<CommitId> tips, PrintWriter err) {
    return index.update(tips, new IndexingProgress(err));
  }
}
