package dev.kedge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The token a command shows to a server: from a file, or from the environment. */
public final class TokenOption {
  static final String VARIABLE = "KEDGE_TOKEN";

  @Option(names = "--token-file", paramLabel = "FILE", description = "file that holds the token")
  private @Nullable Path file;

  /**
   * The token, if there is one.
   *
   * @throws IOException when the file cannot be read
   */
  public Optional<String> token() throws IOException {
    if (file == null) {
      return Optional.ofNullable(System.getenv(VARIABLE)).filter(t -> !t.isBlank());
    }
    // Both a bare token and the server's own form "agent TOKEN" are taken.
    String text = Files.readString(file).strip();
    return Optional.of(text.substring(text.lastIndexOf(' ') + 1));
  }
}
