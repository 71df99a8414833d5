package dev.kedge.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.function.Function;

/** The step between bytes and generated messages, bounded both ways. */
final class MessageBytes {
  private MessageBytes() {}

  static byte[] of(String what, Message message) {
    checkSize(what, message.getSerializedSize());
    return message.toByteArray();
  }

  /**
   * Parses and converts. Fields of newer senders are dropped unread: kept, each would cost a
   * hundred times its size.
   *
   * @param parts texts and messages allowed at the outermost level; counted before any is built, as
   *     an empty one takes two bytes here and a hundred as an object
   */
  static <M extends Message, T> T read(
      String what, byte[] bytes, int parts, Parser<M> parser, Function<M, T> convert) {
    checkSize(what, bytes.length);
    try {
      checkParts(what, bytes, parts);
      return convert.apply(DiscardUnknownFieldsParser.wrap(parser).parseFrom(bytes));
    } catch (IOException e) {
      throw new WireException(
          "%s: %d bytes are no such message: %s".formatted(what, bytes.length, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      // The domain's own records check their form and say what they expected.
      throw new WireException("%s: %s".formatted(what, e.getMessage()), e);
    }
  }

  private static void checkParts(String what, byte[] bytes, int limit) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    int parts = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
          && ++parts > limit) {
        throw new WireException("%s: more than %d texts and lists".formatted(what, limit));
      }
      in.skipField(tag);
    }
  }

  private static void checkSize(String what, int size) {
    if (size > WireLimits.MESSAGE_BYTES) {
      throw new WireException(
          "%s: %d bytes, at most %d are allowed; split it"
              .formatted(what, size, WireLimits.MESSAGE_BYTES));
    }
  }
}
