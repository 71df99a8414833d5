package dev.kedge.cli;

import dev.kedge.profile.Profile;
import dev.kedge.profile.folded.FoldedCodec;
import dev.kedge.profile.pprof.PprofCodec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a profile from a file in either of the formats Kedge writes. */
final class ProfileFile {
  private ProfileFile() {}

  /**
   * The profile in a file: folded text when the name ends in {@code .folded} or {@code .txt}, pprof
   * otherwise.
   *
   * @throws IOException when the file cannot be read
   */
  static Profile read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".folded") || name.endsWith(".txt")) {
        return FoldedCodec.read(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
      return PprofCodec.read(in);
    }
  }
}
