package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
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
   * @throws IOException when the file cannot be read or is no such profile; the message begins with
   *     the file, since a command may be given two
   */
  static Profile read(Path file) throws IOException {
    try {
      return decode(file);
    } catch (ProfileFormatException e) {
      throw named(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw named(file, FileFailure.reason(e), e);
    }
  }

  private static Profile decode(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".folded") || name.endsWith(".txt")) {
        return FoldedCodec.read(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
      return PprofCodec.read(in);
    }
  }

  private static IOException named(Path file, String reason, Exception cause) {
    return new IOException(Printable.of(file.toString(), 400) + ": " + reason, cause);
  }
}
