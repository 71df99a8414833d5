package dev.kedge.server.intake;

import dev.kedge.model.Printable;
import dev.kedge.profile.protobuf.MessageOutput;
import dev.kedge.server.http.ProblemException;
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
 * Turns a request in JSON into the bytes of the same message, token by token: the mapping of proto3
 * as OTLP takes it (names in lowerCamelCase, numbers of 64 bits as numbers or texts, unknown fields
 * left out). What reads the binary form checks the rest. Safe for many threads.
 */
final class OtlpJson {
  /** Messages of OTLP are nested ten deep; lists in values of attributes may be a little deeper. */
  private static final int DEPTH = 64;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}");

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * The message in binary form.
   *
   * @throws ProblemException 400 with the place, where it is no such message
   */
  byte[] binary(byte[] json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 2 + 64);
    MessageOutput out = new MessageOutput(bytes);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(parser, "expected an object");
      }
      message(parser, OtlpJsonMessage.REQUEST, out);
      if (parser.nextToken() != null) {
        throw wrong(parser, "expected nothing after the message");
      }
      out.flush();
    } catch (JacksonException e) {
      throw ProblemException.badRequest(damaged(e));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static void message(JsonParser parser, OtlpJsonMessage type, MessageOutput out)
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

  private static void field(JsonParser parser, OtlpJsonMessage.Field field, MessageOutput out)
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

  private static void nested(JsonParser parser, OtlpJsonMessage.Field field, MessageOutput out)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(parser, "expected an object");
    }
    out.message(field.number(), body -> message(parser, field.message(), body));
  }

  private static void begin(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(parser, "expected a list");
    }
  }

  private static long[] numbers(JsonParser parser) {
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

  private static String text(JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(parser, "expected a text");
    }
    return parser.getString();
  }

  /** A number of 64 bits, with a sign or without, as a number or a text. */
  private static long number(JsonParser parser) {
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

  private static String damaged(JacksonException damage) {
    TokenStreamLocation place = damage.getLocation();
    // What is beyond a bound is told without its place.
    String where =
        place == null
            ? ""
            : "line %d, column %d: ".formatted(place.getLineNr(), place.getColumnNr());
    return Printable.of("OTLP as JSON: " + where + damage.getOriginalMessage(), 300);
  }

  private static ProblemException wrong(JsonParser parser, String expected) {
    return ProblemException.badRequest(
        "OTLP as JSON: line %d, column %d, at %s: %s"
            .formatted(
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr(),
                parser.streamReadContext().pathAsPointer(),
                expected));
  }
}
