package dev.kedge.profile.pprof;

import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.protobuf.MessageBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Profiles as pprof files, as read by {@code go tool pprof}, speedscope and Pyroscope. Stateless.
 *
 * <p>What stands where: sample types {@code samples/count} and {@code cpu/nanoseconds}; one mapping
 * per code module, starting at address 0, so that a location's address is its offset in the module;
 * process name and id as labels {@code process} and {@code pid} of each sample. Frames without a
 * symbol and frames that could not be placed get a function that says so ({@code libc.so.6+0x1234},
 * {@code [truncated]}), as some viewers drop locations without one.
 */
public final class PprofCodec {
  private PprofCodec() {}

  /**
   * Writes a gzipped profile; the stream is flushed, not closed. The same profile gives the same
   * bytes.
   *
   * @throws IOException when the stream fails
   * @throws IllegalArgumentException when a time does not fit in nanoseconds of 64 bits
   */
  public static void write(Profile profile, OutputStream out) throws IOException {
    new PprofWriter().write(profile, out);
  }

  /**
   * Reads a profile, gzipped or plain, of any tool that counts CPU samples or CPU time. Inlined
   * functions become frames of their own; line numbers and labels other than {@code process} (or
   * {@code comm}) and {@code pid} are not kept. A sample without the name of a process gets that of
   * the first mapping's file.
   *
   * @throws IOException when the stream fails
   * @throws ProfileFormatException when the bytes are no such profile, or one beyond the bounds
   *     (128 MiB uncompressed, a million samples, eight million frames)
   */
  public static Profile read(InputStream in) throws IOException {
    return read(MessageBytes.read(in));
  }

  /**
   * Reads a profile that is not compressed, as {@link #read(InputStream)}.
   *
   * @throws ProfileFormatException when the bytes are no such profile
   */
  public static Profile read(byte[] message) {
    try {
      return new PprofReader(message).read();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
  }
}
