package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.filter.FilterException;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.folded.FoldedCodec;
import dev.kedge.profile.otlp.OtlpCodec;
import dev.kedge.profile.otlp.OtlpMessage;
import dev.kedge.profile.pprof.PprofCodec;
import dev.kedge.profile.protobuf.MessageBytes;
import dev.kedge.profile.speedscope.SpeedscopeWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes profiles in the formats that file names tell. */
final class ProfileFile {
  private ProfileFile() {}

  /**
   * The profile in a file: folded text when the name ends in {@code .folded} or {@code .txt}, pprof
   * or OTLP otherwise, binary or JSON, whichever it is.
   *
   * @throws IOException when the file cannot be read or is no such profile; the message begins with
   *     the file, since a command may be given two
   */
  static Profile read(Path file) throws IOException {
    return read(file, ProfileFilter.NONE);
  }

  /**
   * Those samples of the profile in a file that a filter holds for.
   *
   * @throws IOException as {@link #read(Path)}
   * @throws IllegalArgumentException when the filter asks for what the file does not tell; the
   *     message begins with the file and names what it tells
   */
  static Profile read(Path file, ProfileFilter filter) throws IOException {
    try {
      return decode(file, filter);
    } catch (FilterException e) {
      throw new IllegalArgumentException(
          Printable.of(file.toString(), 400) + ": " + e.getMessage(), e);
    } catch (ProfileFormatException e) {
      throw named(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw named(file, FileFailure.reason(e), e);
    }
  }

  private static Profile decode(Path file, ProfileFilter filter) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".folded") || name.endsWith(".txt")) {
        return filter.of(FoldedCodec.read(new InputStreamReader(in, StandardCharsets.UTF_8)));
      }
      byte[] message = MessageBytes.read(in);
      if (!OtlpFile.isMessage(message)) {
        return filter.of(PprofCodec.read(message));
      }
      OtlpMessage otlp = OtlpFile.read(message);
      return otlp.matching(filter)
          .merged()
          .orElseThrow(() ->
              new IOException(
                  otlp.refused().isEmpty() ? "holds no profile" : otlp.refused().getFirst()));
    }
  }

  /**
   * Writes a profile: folded text when the name ends in {@code .folded} or {@code .txt}, speedscope
   * when in {@code .speedscope.json}, OTLP when in {@code .otlp}, pprof otherwise.
   */
  static void write(Profile profile, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".folded") || name.endsWith(".txt")) {
      try (Writer writer = Files.newBufferedWriter(file)) {
        FoldedCodec.write(profile, writer);
      }
    } else if (name.endsWith(".speedscope.json")) {
      try (Writer writer = Files.newBufferedWriter(file)) {
        SpeedscopeWriter.write(profile, writer);
      }
    } else {
      try (OutputStream stream = Files.newOutputStream(file)) {
        if (name.endsWith(".otlp")) {
          OtlpCodec.write(profile, Optional.empty(), stream);
        } else {
          PprofCodec.write(profile, stream);
        }
      }
    }
  }

  private static IOException named(Path file, String reason, Exception cause) {
    return new IOException(Printable.of(file.toString(), 400) + ": " + reason, cause);
  }
}
