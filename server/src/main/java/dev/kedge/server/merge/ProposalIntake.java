package dev.kedge.server.merge;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.GitTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns ranges and bundles into proposals whose commits are in the repository and stay there. */
final class ProposalIntake {
  private static final int MOST_COMMITS = 5_000;

  private final GitRepository repository;
  private final GitTransport transport;
  private final MergeBranch branch;
  private final MergeBoard board;

  ProposalIntake(GitRepository repository, MergeBranch branch, MergeBoard board) {
    this.repository = repository;
    this.transport = new GitTransport(repository);
    this.branch = branch;
    this.board = board;
  }

  /**
   * Proposes what a range of the repository holds.
   *
   * @param range {@code BASE..HEAD}, or a revision: all below it that the branch lacks
   * @throws PatchesException when it is no range, or leaves out commits the branch would need
   */
  MergeBoard.Added range(String range, String title, String author) {
    CommitRange named = CommitRange.parse(repository, range);
    requireWhole(named);
    return propose("api", title, author, named.head());
  }

  private void requireWhole(CommitRange named) {
    List<CommitId> lacking =
        repository.commits(new CommitRange(Optional.of(branch.here()), named.head()));
    if (lacking.isEmpty()) {
      throw PatchesException.input("the branch holds all of this already");
    }
    if (lacking.size() > MOST_COMMITS) {
      throw PatchesException.input(
          "%d commits in one proposal; at most %d are taken"
              .formatted(lacking.size(), MOST_COMMITS));
    }
    if (named.base().isPresent()) {
      int within = repository.commits(named).size();
      if (lacking.size() > within) {
        throw PatchesException.input(
            "below the range lie %d more commits that the branch lacks: propose them too"
                .formatted(lacking.size() - within));
      }
    }
  }

  /**
   * Proposes the head of a bundle.
   *
   * @param ref which of its heads; empty when it has but one
   * @throws PatchesException when it is no bundle, or needs what the repository lacks
   */
  MergeBoard.Added bundle(byte[] bundle, Optional<String> ref, String title, String author) {
    Path file = spooled(bundle);
    try {
      Map<String, CommitId> heads = transport.heads(file);
      String name = ref.orElseGet(() -> only(heads));
      CommitId head =
          Optional.ofNullable(heads.get(name))
              .orElseThrow(() ->
                  PatchesException.input("the bundle has no head " + Printable.of(name, 100)));
      transport.takeBundle(file, name, head);
      requireWhole(new CommitRange(Optional.empty(), head));
      return propose("bundle", title, author, head);
    } finally {
      remove(file);
    }
  }

  private static String only(Map<String, CommitId> heads) {
    if (heads.size() != 1) {
      throw PatchesException.input(
          "the bundle has %d heads; name one with ref=".formatted(heads.size()));
    }
    return heads.keySet().iterator().next();
  }

  private MergeBoard.Added propose(String source, String title, String author, CommitId head) {
    transport.pin(head);
    return board.add(source, title, author, head, Optional.empty(), true);
  }

  private static Path spooled(byte[] bundle) {
    try {
      Path file = Files.createTempFile("kedge-proposal-", ".bundle");
      Files.write(file, bundle);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the bundle cannot be spooled", e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the spooled bundle cannot be removed", e);
    }
  }
}
