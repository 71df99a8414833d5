package dev.kedge.wire;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
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
   */
  static <M extends Message, T> T read(
      String what, byte[] bytes, Parser<M> parser, Function<M, T> convert) {
    checkSize(what, bytes.length);
    try {
      return convert.apply(DiscardUnknownFieldsParser.wrap(parser).parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new WireException(
          "%s: %d bytes are no such message: %s".formatted(what, bytes.length, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      // The domain's own records check their form and say what they expected.
      throw new WireException("%s: %s".formatted(what, e.getMessage()), e);
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
