package dev.kedge.profile.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.kedge.model.HostId;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.protobuf.MessageInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Profiles as messages of OpenTelemetry: {@code ProfilesData}, which is what {@code
 * ExportProfilesServiceRequest} is too. Stateless.
 *
 * <p>What is written: one resource with {@code host.name} where it is known, one profile of {@code
 * samples/count} whose period type is the kind; a mapping for each code module, starting at address
 * 0, so that a location's address is its offset in the module, with the GNU build-id; frame types
 * {@code kernel} and {@code native}; process name and id as attributes of samples.
 */
public final class OtlpCodec {
  private OtlpCodec() {}

  /**
   * Writes a message, not compressed; the stream is flushed, not closed. The same profile gives the
   * same bytes. The message is held in memory until its length is known.
   *
   * @param host what the profile is of, where that is known
   * @throws IOException when the stream fails
   * @throws IllegalArgumentException when a time does not fit in nanoseconds of 64 bits
   */
  public static void write(Profile profile, Optional<HostId> host, OutputStream out)
      throws IOException {
    new OtlpWriter().write(profile, host, out);
  }

  /**
   * Reads a message of opentelemetry-proto 1.10 or newer. Profiles of CPU samples, CPU time,
   * context switches, time off CPU and page faults are kept, samples with their times where they
   * have them. Links to spans, line numbers and attributes Kedge has no place for are not kept;
   * inlined functions become frames of their own.
   *
   * @throws ProfileFormatException when the bytes are no such message, or one beyond the bounds (a
   *     million entries of a table, a million samples, eight million frames of different stacks)
   */
  public static OtlpMessage read(byte[] message) {
    try {
      return new OtlpReader(message).read();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
  }

  /**
   * Whether a protobuf message is one of OTLP rather than of pprof: it has no other fields than
   * resources and the dictionary, and these hold messages where pprof's hold numbers.
   */
  public static boolean isMessage(byte[] message) {
    MessageInput input = new MessageInput(message);
    boolean[] others = new boolean[1];
    int[] resources = new int[1];
    try {
      input.fields((tag, _) -> {
        if (tag == ((OtlpFields.RESOURCE_PROFILES << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          resources[0]++;
          input.message((inner, _) -> {
            others[0] |= (inner & 7) != WireFormat.WIRETYPE_LENGTH_DELIMITED;
            return false;
          });
          return true;
        }
        others[0] |= tag != ((OtlpFields.DICTIONARY << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return false;
      });
    } catch (InvalidProtocolBufferException | ProfileFormatException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
    return resources[0] > 0 && !others[0];
  }
}
