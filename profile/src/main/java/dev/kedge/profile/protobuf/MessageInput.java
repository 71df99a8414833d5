package dev.kedge.profile.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kedge.profile.ProfileFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * One protobuf message read field by field, with lengths checked and the position in every error.
 * Used once, by one thread.
 */
public final class MessageInput {
  /** Takes in one field, or says that it does not want it. */
  @FunctionalInterface
  public interface Fields {
    /** Reads the field of that tag, or returns false and has read nothing. */
    boolean read(int tag, CodedInputStream in) throws IOException;
  }

  /**
   * Where a message or a text lies in the bytes, so that it can be read later.
   *
   * @param start its first byte
   * @param length its bytes
   */
  public record Slice(int start, int length) {}

  private final byte[] bytes;
  private final int start;
  private final int size;
  private final CodedInputStream in;

  /** The message that all these bytes are. */
  public MessageInput(byte[] bytes) {
    this(bytes, new Slice(0, bytes.length));
  }

  /** A message inside of these bytes; positions are counted from their begin. */
  public MessageInput(byte[] bytes, Slice slice) {
    this.bytes = bytes;
    start = slice.start();
    size = slice.length();
    in = CodedInputStream.newInstance(bytes, start, size);
  }

  /** The stream to read the field at hand from. */
  public CodedInputStream coded() {
    return in;
  }

  /** Reads all fields up to the end of the message at hand. */
  public void fields(Fields fields) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!fields.read(tag, in) && !in.skipField(tag)) {
        throw error("end of a group that did not begin");
      }
    }
  }

  /** Reads a length and the message of that length. */
  public void message(Fields fields) throws IOException {
    int outer = in.pushLimit(length());
    fields(fields);
    in.popLimit(outer);
  }

  /** Reads a length and the varints inside it. */
  public void packed(LongConsumer values) throws IOException {
    int outer = in.pushLimit(length());
    while (in.getBytesUntilLimit() > 0) {
      values.accept(in.readRawVarint64());
    }
    in.popLimit(outer);
  }

  /**
   * Reads an entry or all entries of a repeated field of varints, as its writer packed it.
   *
   * @return whether the tag is of that field
   */
  public boolean varints(int tag, int field, LongConsumer values) throws IOException {
    if (tag == field << 3) {
      values.accept(in.readRawVarint64());
    } else if (tag == ((field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      packed(values);
    } else {
      return false;
    }
    return true;
  }

  /** As {@link #varints}, for fixed64. */
  public boolean fixed64s(int tag, int field, LongConsumer values) throws IOException {
    if (tag == ((field << 3) | WireFormat.WIRETYPE_FIXED64)) {
      values.accept(in.readFixed64());
    } else if (tag == ((field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      int outer = in.pushLimit(length());
      while (in.getBytesUntilLimit() > 0) {
        values.accept(in.readRawLittleEndian64());
      }
      in.popLimit(outer);
    } else {
      return false;
    }
    return true;
  }

  /** Reads a length that stays inside the bytes there are. */
  public int length() throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > size - in.getTotalBytesRead()) {
      throw error(
          "a field of %d bytes, but %d are left"
              .formatted(Integer.toUnsignedLong(length), size - in.getTotalBytesRead()));
    }
    return length;
  }

  /** Reads a length and steps over the message or text of that length. */
  public Slice slice() throws IOException {
    int length = length();
    Slice slice = new Slice(position(), length);
    in.skipRawBytes(length);
    return slice;
  }

  /** The text that a slice of these bytes is. */
  public String text(Slice slice) {
    return new String(bytes, slice.start(), slice.length(), StandardCharsets.UTF_8);
  }

  /** The byte at hand. */
  public int position() {
    return start + in.getTotalBytesRead();
  }

  /** A field that points into a table. */
  public int index(long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw error("index %d, expected 0 to 2^31-1".formatted(value));
    }
    return (int) value;
  }

  /** What is wrong at the byte at hand. */
  public ProfileFormatException error(String message) {
    return new ProfileFormatException("byte", position(), message);
  }

  /** As {@link #error(String)}, with what led to it. */
  public ProfileFormatException error(String message, Throwable cause) {
    return new ProfileFormatException("byte", position(), message, cause);
  }
}
