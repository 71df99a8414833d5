package dev.kedge.cli.patches;

import dev.kedge.cli.TokenOption;
import dev.kedge.patches.fleet.FleetIssues;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The fleet's issues, from a server or a file. */
final class FleetOption {
  @Option(
      names = "--fleet",
      paramLabel = "URL|FILE",
      description = {
        "rank by the issues of a server, or of a saved answer of its",
        "GET /api/v1/issues"
      })
  private @Nullable String fleet;

  @Mixin private TokenOption token = new TokenOption();

  /**
   * The issues; none without the option.
   *
   * @throws IOException when the server cannot be asked
   */
  FleetIssues issues() throws IOException {
    if (fleet == null) {
      return FleetIssues.none();
    }
    return fleet.startsWith("http://") || fleet.startsWith("https://")
        ? FleetIssues.of(new FleetClient(URI.create(fleet), token.token()).issues())
        : FleetIssues.read(Path.of(fleet));
  }
}
