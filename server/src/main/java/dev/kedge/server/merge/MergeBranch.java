package dev.kedge.server.merge;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.GitTransport;
import dev.kedge.patches.git.Revision;
import java.util.Optional;

/**
 * The branch that takes the proposals, here and at its remote. The remote's is the true one: the
 * branch here follows it before each turn, and what was merged goes there first.
 */
final class MergeBranch {
  private final GitRepository repository;
  private final GitTransport transport;
  private final String name;
  private final Optional<String> remote;

  MergeBranch(GitRepository repository, String name, Optional<String> remote) {
    this.repository = repository;
    this.transport = new GitTransport(repository);
    this.name = name;
    this.remote = remote;
    remote.ifPresent(transport::requireRemote);
  }

  /** Where the branch stands in this repository. */
  CommitId here() {
    return repository.resolve(new Revision("refs/heads/" + name));
  }

  /**
   * Brings the branch up to date with its remote.
   *
   * @throws PatchesException when it cannot be reached, or both have gone different ways
   */
  CommitId follow() {
    CommitId here = here();
    if (remote.isEmpty()) {
      return here;
    }
    CommitId there = transport.fetch(remote.get(), "refs/heads/" + name);
    if (!repository.isAncestor(here, there)) {
      throw PatchesException.environment(
          "branch %s holds commits that its remote %s lacks: push or drop them, then resume"
              .formatted(name, remote.get()));
    }
    if (!here.equals(there) && !repository.moveBranch(name, here, there)) {
      return follow();
    }
    return there;
  }

  /** Fetches the head of a proposal where the repository lacks it. */
  void fetch(String ref) {
    transport.fetch(
        remote.orElseThrow(() ->
            PatchesException.input(
                "the repository lacks it, and the queue has no remote to fetch it from")),
        ref);
  }

  /**
   * Moves the branch, at the remote first.
   *
   * @return whether it moved; false when it was moved by somebody else meanwhile
   * @throws PatchesException when the remote refuses it
   */
  boolean publish(CommitId from, CommitId to) {
    if (remote.isPresent()) {
      Optional<String> refused = transport.push(remote.get(), to, name);
      if (refused.isPresent()) {
        if (refused.get().contains("(fetch first)") || refused.get().contains("non-fast-forward")) {
          return false;
        }
        throw PatchesException.environment(
            "%s did not take branch %s: %s".formatted(remote.get(), name, refused.get()));
      }
    }
    return repository.moveBranch(name, from, to);
  }
}
