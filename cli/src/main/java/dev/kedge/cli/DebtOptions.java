package dev.kedge.cli;

import dev.kedge.server.debt.DebtSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that switch the server's debt page on. */
final class DebtOptions {
  @Option(
      names = "--debt-repo",
      paramLabel = "DIR",
      description = "show the debt of a tree in this git repository; needs the next two")
  private @Nullable Path repository;

  @Option(names = "--debt-branch", paramLabel = "REV", description = "the tip of the tree")
  private @Nullable String branch;

  @Option(
      names = "--debt-base",
      paramLabel = "REV",
      description = "the upstream release the tree is built on")
  private @Nullable String base;

  @Option(
      names = "--debt-upstream",
      paramLabel = "REV",
      description = "the newest upstream revision, default the base")
  private @Nullable String upstream;

  @Option(
      names = "--debt-release",
      paramLabel = "REV",
      description = "an earlier release, oldest first; may be given several times")
  private List<String> releases = new ArrayList<>();

  @Option(
      names = "--debt-owners",
      paramLabel = "FILE",
      description = "CODEOWNERS, or MAINTAINERS in the kernel's format")
  private @Nullable Path owners;

  /**
   * Which tree's debt is shown; empty without one.
   *
   * @throws IllegalArgumentException when the options do not go together
   */
  Optional<DebtSettings> settings() {
    if (repository == null) {
      if (branch != null || base != null || upstream != null || owners != null) {
        throw new IllegalArgumentException("a debt page needs --debt-repo DIR");
      }
      return Optional.empty();
    }
    if (branch == null || base == null) {
      throw new IllegalArgumentException("--debt-repo needs --debt-branch REV and --debt-base REV");
    }
    return Optional.of(
        new DebtSettings(
            repository,
            branch,
            base,
            Optional.ofNullable(upstream),
            releases,
            Optional.ofNullable(owners)));
  }
}
