package dev.kedge.server.http;

import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes JSON straight to a stream, by the rules of this API: times are RFC 3339 in UTC, what is
 * absent or not a finite number is null, text is well-formed Unicode whatever it came from. For one
 * thread.
 */
public final class JsonOut implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator generator;

  /** Writes UTF-8 to a stream, which stays open when this is closed. */
  public JsonOut(OutputStream out) {
    this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
  }

  /** Begins an object: the body itself or an element of an array. */
  public void begin() {
    generator.writeStartObject();
  }

  /** Begins an object as a property. */
  public void begin(String name) {
    generator.writeObjectPropertyStart(name);
  }

  /** Ends the object begun last. */
  public void end() {
    generator.writeEndObject();
  }

  /** Begins an array as a property. */
  public void beginArray(String name) {
    generator.writeArrayPropertyStart(name);
  }

  /** Begins an array as an element of an array. */
  public void beginArray() {
    generator.writeStartArray();
  }

  /** Ends the array begun last. */
  public void endArray() {
    generator.writeEndArray();
  }

  /** A property of text. */
  public void text(String name, String value) {
    generator.writeStringProperty(name, wellFormed(value));
  }

  /** Text as an element of an array. */
  public void item(String value) {
    generator.writeString(wellFormed(value));
  }

  /** A property of the text form of a value, null when there is none. */
  public void text(String name, Optional<?> value) {
    if (value.isPresent()) {
      text(name, value.get().toString());
    } else {
      generator.writeNullProperty(name);
    }
  }

  /** A property of an integer. */
  public void number(String name, long value) {
    generator.writeNumberProperty(name, value);
  }

  /** A property of a number, null when it is not finite. */
  public void number(String name, double value) {
    generator.writeName(name);
    number(value);
  }

  /** A property of a number, null when there is none. */
  public void number(String name, OptionalDouble value) {
    number(name, value.orElse(Double.NaN));
  }

  /** A property of a number, null when there is none. */
  public void number(String name, Optional<? extends Number> value) {
    if (value.isEmpty()) {
      generator.writeNullProperty(name);
    } else if (value.get() instanceof Double real) {
      number(name, real.doubleValue());
    } else {
      number(name, value.get().longValue());
    }
  }

  /** A property of an integer, null when there is none. */
  public void number(String name, OptionalLong value) {
    number(name, value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty());
  }

  /** A property of a truth value. */
  public void flag(String name, boolean value) {
    generator.writeBooleanProperty(name, value);
  }

  /** A property of a column of integers. */
  public void column(String name, long[] values) {
    generator.writeName(name);
    generator.writeArray(values, 0, values.length);
  }

  /** A property of a column of integers. */
  public void column(String name, int[] values) {
    generator.writeName(name);
    generator.writeArray(values, 0, values.length);
  }

  /** A property of a column of numbers, null where they are not finite. */
  public void column(String name, double[] values) {
    beginArray(name);
    for (double value : values) {
      number(value);
    }
    endArray();
  }

  /** A property of a column of text. */
  public void column(String name, List<String> values) {
    beginArray(name);
    for (String value : values) {
      generator.writeString(wellFormed(value));
    }
    endArray();
  }

  /** A property of a time. */
  public void time(String name, Instant value) {
    generator.writeStringProperty(name, value.toString());
  }

  private void number(double value) {
    if (!Double.isFinite(value)) {
      generator.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      generator.writeNumber((long) value);
    } else {
      generator.writeNumber(value);
    }
  }

  /** Text cut in the middle of a surrogate pair cannot be UTF-8: U+FFFD stands for the half. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceLoneSurrogates(text, i);
      }
    }
    return text;
  }

  private static String replaceLoneSurrogates(String text, int from) {
    StringBuilder out = new StringBuilder(text);
    for (int i = from; i < out.length(); i++) {
      char c = out.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < out.length()
          && Character.isLowSurrogate(out.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        out.setCharAt(i, '\ufffd');
      }
    }
    return out.toString();
  }

  /** Flushes what was written; the stream stays open. */
  @Override
  public void close() {
    generator.close();
  }
}
