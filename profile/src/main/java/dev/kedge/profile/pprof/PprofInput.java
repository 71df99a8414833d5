package dev.kedge.profile.pprof;

import com.google.protobuf.CodedInputStream;
import dev.kedge.profile.ProfileFormatException;
import java.io.IOException;
import java.util.function.LongConsumer;

/** Protobuf bytes read field by field, with lengths checked and the position in every error. */
final class PprofInput {
  /** Takes in one field, or says that it does not want it. */
  interface Fields {
    boolean read(int tag, CodedInputStream in) throws IOException;
  }

  private final int size;
  private final CodedInputStream in;

  PprofInput(byte[] bytes) {
    size = bytes.length;
    in = CodedInputStream.newInstance(bytes);
  }

  CodedInputStream coded() {
    return in;
  }

  /** Reads all fields up to the end of the message at hand. */
  void fields(Fields fields) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!fields.read(tag, in) && !in.skipField(tag)) {
        throw error("end of a group that did not begin");
      }
    }
  }

  /** Reads a length and the message of that length. */
  void message(Fields fields) throws IOException {
    int outer = in.pushLimit(length());
    fields(fields);
    in.popLimit(outer);
  }

  /** Reads a length and the varints inside it. */
  void packed(LongConsumer values) throws IOException {
    int outer = in.pushLimit(length());
    while (in.getBytesUntilLimit() > 0) {
      values.accept(in.readRawVarint64());
    }
    in.popLimit(outer);
  }

  /** Reads a length that stays inside the bytes there are. */
  int length() throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > size - in.getTotalBytesRead()) {
      throw error(
          "a field of %d bytes, but %d are left"
              .formatted(Integer.toUnsignedLong(length), size - in.getTotalBytesRead()));
    }
    return length;
  }

  /** A field that points into a table. */
  int index(long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw error("index %d, expected 0 to 2^31-1".formatted(value));
    }
    return (int) value;
  }

  ProfileFormatException error(String message) {
    return new ProfileFormatException("byte", in.getTotalBytesRead(), message);
  }

  ProfileFormatException error(String message, Throwable cause) {
    return new ProfileFormatException("byte", in.getTotalBytesRead(), message, cause);
  }
}
