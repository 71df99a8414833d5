package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Host snapshots as files: JSON, format version {@value #VERSION}, gzipped when the name ends in
 * {@code .gz}. The keys are documented in {@code docs/bandwidth-whatif.md}.
 */
public final class SnapshotFile {
  static final String FORMAT = "kedge-bandwidth-snapshot";
  static final int VERSION = 1;
  private static final long MAX_BYTES = 512L << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_BYTES)
                  .maxNestingDepth(8)
                  .maxStringLength(8_192)
                  .maxNameLength(64)
                  .maxNumberLength(20)
                  .build())
          .build();

  private SnapshotFile() {}

  /**
   * Reads a snapshot.
   *
   * @throws BandwidthException naming file, line and column when it is not one
   * @throws IOException when the file cannot be read
   */
  public static HostSnapshot read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      if (!gzip) {
        return read(in, file.toString());
      }
      try (InputStream plain = new GZIPInputStream(in)) {
        return read(plain, file.toString());
      }
    }
  }

  /**
   * Reads a snapshot from a stream, which is not closed.
   *
   * @param name of the input, for messages
   * @throws BandwidthException when it is not a snapshot
   */
  public static HostSnapshot read(InputStream in, String name) {
    return new SnapshotReader(JSON, in, name).read();
  }

  /** Writes a snapshot, replacing what is there. */
  public static void write(HostSnapshot snapshot, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      write(snapshot, packed);
    }
  }

  /** Writes a snapshot to a stream, which is flushed and not closed. */
  public static void write(HostSnapshot snapshot, OutputStream out) {
    ObjectWriteContext context =
        new ObjectWriteContext.Base() {
          @Override
          public DefaultPrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }
        };
    try (JsonGenerator json = JSON.createGenerator(context, new Unclosed(out))) {
      SnapshotWriter.write(snapshot, json);
    }
  }

  /** The generator closes what it writes to. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
