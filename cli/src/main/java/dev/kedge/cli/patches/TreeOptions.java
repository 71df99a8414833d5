package dev.kedge.cli.patches;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import picocli.CommandLine.Option;

/** The downstream tree a sub-command looks at: from the release it is built on to its tip. */
final class TreeOptions {
  @Option(
      names = "--branch",
      paramLabel = "REV",
      defaultValue = "HEAD",
      description = "the tip of the tree, default HEAD")
  private String branch = "HEAD";

  @Option(
      names = "--base",
      paramLabel = "REV",
      required = true,
      description = "the upstream release the tree is built on")
  private String base = "";

  /** The revision of the tip, as given. */
  String branch() {
    return branch;
  }

  CommitId tip(GitRepository repository) {
    return repository.resolve(new Revision(branch));
  }

  CommitId base(GitRepository repository) {
    return repository.resolve(new Revision(base));
  }
}
