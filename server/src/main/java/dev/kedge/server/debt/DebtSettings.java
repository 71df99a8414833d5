package dev.kedge.server.debt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which tree's debt is shown.
 *
 * @param repository the git repository
 * @param branch the tip of the tree
 * @param base the upstream release it is built on
 * @param upstream the newest upstream revision known; the base where it is not given
 * @param releases earlier releases of the tree, oldest first, for the trend
 * @param owners CODEOWNERS, or a file named MAINTAINERS; without it the authors own
 */
public record DebtSettings(
    Path repository,
    String branch,
    String base,
    Optional<String> upstream,
    List<String> releases,
    Optional<Path> owners) {
  /** Copies the list. */
  public DebtSettings {
    releases = List.copyOf(releases);
  }
}
