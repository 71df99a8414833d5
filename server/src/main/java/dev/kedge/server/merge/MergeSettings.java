package dev.kedge.server.merge;

import dev.kedge.patches.queue.QueueCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a merge queue works on. All of it comes from the operator, nothing from a request.
 *
 * @param repository the git repository, best a bare one, that takes the merges
 * @param branch short name of the branch that takes the proposals
 * @param checks what must pass, in their order
 * @param batch how many proposals are tried together, at least 1
 * @param remote name of the repository's remote whose branch is followed and pushed to
 * @param secretFile the webhooks' secrets, see {@link HookSecrets#read}
 * @param label the label that puts a merge request into the queue
 */
public record MergeSettings(
    Path repository,
    String branch,
    List<QueueCheck> checks,
    int batch,
    Optional<String> remote,
    Optional<Path> secretFile,
    String label) {
  /** Copies the checks. */
  public MergeSettings {
    checks = List.copyOf(checks);
  }
}
