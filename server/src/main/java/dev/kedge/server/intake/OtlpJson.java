package dev.kedge.server.intake;

import dev.kedge.model.Printable;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.protobuf.MessageOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Turns a message in JSON into the bytes of the same message, token by token: the mapping of proto3
 * as OTLP takes it (names in lowerCamelCase, numbers of 64 bits as numbers or texts, unknown fields
 * left out). What reads the binary form checks the rest. Safe for many threads.
 */
public final class OtlpJson {
  /** Messages of OTLP are nested ten deep; lists in values of attributes may be a little deeper. */
  private static final int DEPTH = 64;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final int firstLine;

  /** Reads texts that are messages. */
  public OtlpJson() {
    this(1);
  }

  /** Reads parts of a text, which begin at that line of it; errors name the line of the text. */
  public OtlpJson(int firstLine) {
    this.firstLine = firstLine;
  }

  /**
   * The message in binary form.
   *
   * @throws ProfileFormatException with the place, where it is no such message
   */
  public byte[] binary(byte[] json) {
    return binary(json, 0, json.length);
  }

  /**
   * A message that is part of the bytes, in binary form.
   *
   * @param offset its first byte
   * @param length in bytes
   * @throws ProfileFormatException with the place, where it is no such message
   */
  public byte[] binary(byte[] json, int offset, int length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2 + 64);
    MessageOutput out = new MessageOutput(bytes);
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), json, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(parser, "expected an object");
      }
      message(parser, OtlpJsonMessage.REQUEST, out);
      if (parser.nextToken() != null) {
        throw wrong(parser, "expected nothing after the message");
      }
      out.flush();
    } catch (JacksonException e) {
      throw damaged(e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private void message(JsonParser parser, OtlpJsonMessage type, MessageOutput out)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      OtlpJsonMessage.Field field = type.field(parser.currentName());
      parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
        field(parser, field, out);
      }
    }
  }

  private void field(JsonParser parser, OtlpJsonMessage.Field field, MessageOutput out)
      throws IOException {
    switch (field.form()) {
      case MESSAGE -> nested(parser, field, out);
      case TEXT -> out.entry(field.number(), text(parser));
      case VARINT -> out.set(field.number(), number(parser));
      case FIXED -> out.fixed(field.number(), number(parser));
      case MESSAGES -> {
        for (begin(parser); parser.nextToken() != JsonToken.END_ARRAY; ) {
          nested(parser, field, out);
        }
      }
      case TEXTS -> {
        for (begin(parser); parser.nextToken() != JsonToken.END_ARRAY; ) {
          out.entry(field.number(), text(parser));
        }
      }
      case VARINTS -> out.packed(field.number(), numbers(parser));
      case FIXEDS -> out.packedFixed(field.number(), numbers(parser));
    }
  }

  private void nested(JsonParser parser, OtlpJsonMessage.Field field, MessageOutput out)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(parser, "expected an object");
    }
    out.message(field.number(), body -> message(parser, field.message(), body));
  }

  private void begin(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(parser, "expected a list");
    }
  }

  private long[] numbers(JsonParser parser) {
    begin(parser);
    long[] numbers = new long[16];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number(parser);
    }
    return Arrays.copyOf(numbers, count);
  }

  private String text(JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(parser, "expected a text");
    }
    return parser.getString();
  }

  /** A number of 64 bits, with a sign or without, as a number or a text. */
  private long number(JsonParser parser) {
    boolean isNumber =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            || parser.currentToken() == JsonToken.VALUE_STRING;
    String text = isNumber ? parser.getString() : "";
    if (!NUMBER.matcher(text).matches()) {
      throw wrong(parser, "expected an integer, or a text that is one");
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > (value.signum() < 0 ? 63 : 64)) {
      throw wrong(parser, "a number of more than 64 bits");
    }
    return value.longValue();
  }

  private ProfileFormatException damaged(JacksonException damage) {
    TokenStreamLocation place = damage.getLocation();
    // What is beyond a bound is told without its place.
    String where = place == null ? "" : "column %d: ".formatted(place.getColumnNr());
    return new ProfileFormatException(
        "line",
        place == null ? firstLine : line(place),
        Printable.of(where + damage.getOriginalMessage(), 300),
        damage);
  }

  private ProfileFormatException wrong(JsonParser parser, String expected) {
    TokenStreamLocation place = parser.currentTokenLocation();
    return new ProfileFormatException(
        "line",
        line(place),
        "column %d, at %s: %s"
            .formatted(
                place.getColumnNr(),
                Printable.of(parser.streamReadContext().pathAsPointer().toString(), 200),
                expected));
  }

  private long line(TokenStreamLocation place) {
    return firstLine - 1L + place.getLineNr();
  }
}
