package dev.kedge.patches.git;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.CommitParser;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Many commits in the order asked, from one {@code git cat-file --batch --buffer} that a second
 * thread feeds: git reads ahead while we parse.
 */
public final class CommitStream {
  private static final int CHUNK = 512;

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
      Thread feeder = Thread.ofVirtual().name("git-feeder").start(() -> feed(process, ids));
      for (CommitId id : ids) {
        Optional<Commit> commit = next(process, id);
        if (commit.isPresent()) {
          found.accept(commit.get());
        } else {
          missing.accept(id);
        }
      }
      feeder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchesException.environment("interrupted while commits were read", e);
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

  private static void feed(GitProcess process, List<CommitId> ids) {
    try (OutputStream input = process.input()) {
      StringBuilder chunk = new StringBuilder(CHUNK * 41);
      for (int i = 0; i < ids.size(); i++) {
        chunk.append(ids.get(i).hex()).append('\n');
        if (i % CHUNK == CHUNK - 1 || i == ids.size() - 1) {
          input.write(chunk.toString().getBytes(StandardCharsets.US_ASCII));
          chunk.setLength(0);
        }
      }
    } catch (IOException e) {
      // Git ended early; the reading side reports it with git's message.
      return;
    }
  }
}
