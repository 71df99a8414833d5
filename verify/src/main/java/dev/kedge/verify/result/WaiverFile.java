package dev.kedge.verify.result;

import dev.kedge.verify.VerifyException;
import java.nio.file.Path;
import java.util.List;

/** Reads waivers from a file of JSON, as strictly as results are read. */
public final class WaiverFile {
  private static final long MAX_BYTES = 1L << 20;

  private final StrictJson<Waivers> json =
      new StrictJson<>("kedge-waivers", 1, Waivers.class, MAX_BYTES);

  /** What the file holds. */
  record Waivers(List<Waiver> waivers) {
    Waivers {
      waivers = List.copyOf(waivers);
    }
  }

  /**
   * Reads it.
   *
   * @throws VerifyException when it cannot be read or is no such file; names line and column
   */
  public List<Waiver> read(Path file) {
    return json.read(file).waivers();
  }
}
