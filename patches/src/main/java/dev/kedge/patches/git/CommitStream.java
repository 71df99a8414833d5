package dev.kedge.patches.git;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.CommitParser;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Many commits in the order asked, from one {@code git cat-file --batch --buffer} that a second
 * thread feeds: git reads ahead while we parse.
 */
public final class CommitStream {
  private final GitRepository repository;

  /** Reads from this repository. */
  public CommitStream(GitRepository repository) {
    this.repository = repository;
  }

  /**
   * Reads the commits.
   *
   * @param found called for each commit that is there, in the order of {@code ids}
   * @param missing called for each that the repository does not hold
   * @throws PatchesException when git fails or the repository is damaged
   */
  public void read(List<CommitId> ids, Consumer<Commit> found, Consumer<CommitId> missing) {
    if (ids.isEmpty()) {
      return;
    }
    try (GitProcess process = repository.start(List.of("cat-file", "--batch", "--buffer"))) {
      process.feed(ids);
      for (CommitId id : ids) {
        Optional<Commit> commit = next(process, id);
        if (commit.isPresent()) {
          found.accept(commit.get());
        } else {
          missing.accept(id);
        }
      }
    }
  }

  private static Optional<Commit> next(GitProcess process, CommitId id) {
    try {
      CatFile.Header header = CatFile.Header.read(process.output());
      if (header.missing()) {
        return Optional.empty();
      }
      byte[] bytes = CatFile.contents(process.output(), header);
      return header.type().equals("commit")
          ? Optional.of(CommitParser.parse(id, bytes))
          : Optional.empty();
    } catch (IOException e) {
      throw PatchesException.environment(
          "git cat-file ended at commit " + id + ": " + GitProcess.reason(-1, process.error()), e);
    }
  }
}
