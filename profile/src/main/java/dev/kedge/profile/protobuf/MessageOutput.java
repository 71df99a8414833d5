package dev.kedge.profile.protobuf;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one protobuf message field by field. A message inside of it is held in memory until its
 * length is known. Numbers that are zero and texts that are empty are left out, as proto3 does. Not
 * thread-safe.
 */
public final class MessageOutput {
  /** Writes the fields of a message. */
  @FunctionalInterface
  public interface Body {
    /** Writes them. */
    void write(MessageOutput out) throws IOException;
  }

  private final CodedOutputStream out;
  private final ByteArrayOutputStream innerBytes = new ByteArrayOutputStream();
  private @Nullable MessageOutput inner;

  /** A message that goes into that stream. */
  public MessageOutput(OutputStream stream) {
    out = CodedOutputStream.newInstance(stream, 1 << 12);
  }

  /** Hands everything to the stream, which is not flushed. */
  public void flush() throws IOException {
    out.flush();
  }

  /** A varint: int32, int64, uint64 or an index. */
  public void number(int field, long value) throws IOException {
    if (value != 0) {
      out.writeUInt64(field, value);
    }
  }

  /** A varint that is one of several choices, written even where it is zero. */
  public void set(int field, long value) throws IOException {
    out.writeUInt64(field, value);
  }

  /** A fixed64. */
  public void fixed(int field, long value) throws IOException {
    if (value != 0) {
      out.writeFixed64(field, value);
    }
  }

  /** A text. */
  public void text(int field, String text) throws IOException {
    if (!text.isEmpty()) {
      out.writeString(field, text);
    }
  }

  /** A text that is an entry of a list or one of several choices, written even where empty. */
  public void entry(int field, String text) throws IOException {
    out.writeString(field, text);
  }

  /** A list of varints. */
  public void packed(int field, long... values) throws IOException {
    if (values.length == 0) {
      return;
    }
    int size = 0;
    for (long value : values) {
      size += CodedOutputStream.computeUInt64SizeNoTag(value);
    }
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
    for (long value : values) {
      out.writeUInt64NoTag(value);
    }
  }

  /** A list of fixed64. */
  public void packedFixed(int field, long... values) throws IOException {
    if (values.length == 0) {
      return;
    }
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(values.length * Long.BYTES);
    for (long value : values) {
      out.writeFixed64NoTag(value);
    }
  }

  /** A message, also where it is empty. */
  public void message(int field, Body body) throws IOException {
    if (inner == null) {
      inner = new MessageOutput(innerBytes);
    }
    body.write(inner);
    inner.flush();
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(innerBytes.size());
    out.writeRawBytes(innerBytes.toByteArray());
    innerBytes.reset();
  }
}
