package dev.kedge.cli;

import dev.kedge.cli.patches.QueueChecks;
import dev.kedge.server.merge.MergeSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that switch the server's merge queue on. */
final class MergeQueueOptions {
  @Option(
      names = "--queue-repo",
      paramLabel = "DIR",
      description = {
        "run a merge queue for a branch of this git repository,",
        "best a bare one; needs the next two"
      })
  private @Nullable Path repository;

  @Option(
      names = "--queue-branch",
      paramLabel = "BRANCH",
      description = "the branch that takes the proposals")
  private @Nullable String branch;

  @Option(
      names = "--queue-checks",
      paramLabel = "FILE",
      description = "what must pass: a YAML file, see kedge patches queue")
  private @Nullable Path checks;

  @Option(
      names = "--queue-batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "proposals that are tried together, default 8")
  private int batch = 8;

  @Option(
      names = "--queue-remote",
      paramLabel = "NAME",
      description = {
        "remote of the repository: its branch is followed and pushed to,",
        "and merge requests are fetched from it"
      })
  private @Nullable String remote;

  @Option(
      names = "--queue-secrets",
      paramLabel = "FILE",
      description = "lines of github or gitlab and the webhook's secret; mode 0600")
  private @Nullable Path secrets;

  @Option(
      names = "--queue-label",
      paramLabel = "LABEL",
      defaultValue = "merge-queue",
      description = "label of merge requests for the queue, default merge-queue")
  private String label = "merge-queue";

  /**
   * What the queue works on; empty without one.
   *
   * @throws IllegalArgumentException when the options do not go together
   */
  Optional<MergeSettings> settings() {
    if (repository == null) {
      if (branch != null || checks != null || remote != null || secrets != null) {
        throw new IllegalArgumentException("a merge queue needs --queue-repo DIR");
      }
      return Optional.empty();
    }
    if (branch == null || checks == null) {
      throw new IllegalArgumentException(
          "--queue-repo needs --queue-branch BRANCH and --queue-checks FILE");
    }
    if (batch < 1 || batch > 64) {
      throw new IllegalArgumentException("--queue-batch: expected 1 to 64");
    }
    return Optional.of(
        new MergeSettings(
            repository,
            branch,
            QueueChecks.read(checks),
            batch,
            Optional.ofNullable(remote),
            Optional.ofNullable(secrets),
            label));
  }
}
