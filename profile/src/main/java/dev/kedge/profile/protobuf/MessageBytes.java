package dev.kedge.profile.protobuf;

import dev.kedge.profile.ProfileFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Takes in a file that holds one message as plain bytes, whatever it unpacks to. */
public final class MessageBytes {
  /** Bytes of a message at most, uncompressed. */
  public static final int LIMIT = 128 << 20;

  private MessageBytes() {}

  /**
   * The bytes of the message, gzipped or plain.
   *
   * @throws IOException when the stream fails
   * @throws ProfileFormatException when they are more than {@link #LIMIT}, or damaged
   */
  public static byte[] read(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(2);
    boolean gzipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzipped ? unpack(buffered) : bounded(buffered);
  }

  private static byte[] unpack(InputStream in) throws IOException {
    try {
      return bounded(new GZIPInputStream(in, 1 << 16));
    } catch (ZipException | EOFException e) {
      throw new ProfileFormatException(
          "byte", 0, "the gzip stream is damaged or cut short: " + e.getMessage(), e);
    }
  }

  private static byte[] bounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new ProfileFormatException(
          "byte",
          LIMIT,
          "the profile is larger than %d bytes uncompressed: record a shorter time, or send text (perf script, folded), which is read line by line"
              .formatted(LIMIT));
    }
    return bytes;
  }
}
