package dev.kedge.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads a console log that a command line names. */
final class LogFile {
  /** Stands for standard input in the place of a file's name. */
  static final String STANDARD_INPUT = "-";

  private static final int MAX_LOG_BYTES = 512 << 20;

  private LogFile() {}

  /**
   * The bytes of a log, unpacked where it is gzipped.
   *
   * @throws IOException when it cannot be read or is too large
   */
  static byte[] read(String file) throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file)))) {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return bounded(gzip ? new GZIPInputStream(in) : in);
    }
  }

  private static byte[] bounded(InputStream in) throws IOException {
    byte[] log = in.readNBytes(MAX_LOG_BYTES);
    if (in.read() >= 0) {
      throw new IOException(
          "larger than %s; cut it with split -C 500M and pass the parts"
              .formatted(ByteSize.text(MAX_LOG_BYTES)));
    }
    return log;
  }
}
