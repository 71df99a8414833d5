package dev.kedge.cli.patches;

import dev.kedge.patches.git.GitRepository;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which repository a sub-command works on. */
class RepositoryOption {
  @Option(
      names = "--repo",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "the git repository, default the current directory")
  private Path directory = Path.of(".");

  final GitRepository repository() {
    return GitRepository.open(directory);
  }
}
