package dev.kedge.verify.flake;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes a {@link History} as JSON, as strictly as results are read. A file that does not
 * exist is an empty history.
 */
public final class HistoryFile {
  private static final String FORMAT = "kedge-test-history";
  private static final long MAX_BYTES = 32L << 20;

  private final StrictJson<History> json = new StrictJson<>(FORMAT, 1, History.class, MAX_BYTES);

  /**
   * Reads it.
   *
   * @throws VerifyException when it is there and no such file
   */
  public History read(Path file) {
    return Files.exists(file) ? json.read(file) : History.EMPTY;
  }

  /** Writes it, whole or not at all. */
  public void write(Path file, History history) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new VerifyException("cannot write " + file + ": " + e, e);
    }
    json.write(file, history);
  }
}
