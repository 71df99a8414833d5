package dev.kedge.verify.result;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.kedge.model.BuildId;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * Reads and writes a file of JSON that holds one record: {@code {"format": ..., "version": ...,
 * "content": ...}} in this order. Reading is strict and bounded: a field that is unknown, missing,
 * null or there twice, a value of another kind, deep nesting, and anything after the value is an
 * error with its line and column. Thread-safe.
 *
 * @param <T> the record
 */
public final class StrictJson<T> {
  private final String format;
  private final int version;
  private final Class<T> type;
  private final long maxBytes;
  private final JsonMapper mapper;

  /**
   * For files of one kind.
   *
   * @param format the form's name
   * @param version the form's version: the only one that is read
   * @param type the record
   * @param maxBytes the longest file that is read
   */
  public StrictJson(String format, int version, Class<T> type, long maxBytes) {
    this.format = format;
    this.version = version;
    this.type = type;
    this.maxBytes = maxBytes;
    this.mapper = mapper(maxBytes);
  }

  /** The file's bytes; equal records give equal bytes. */
  public byte[] encode(T content) {
    var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    byte[] body =
        mapper.writer().with(printer).writeValueAsBytes(new Document<>(format, version, content));
    byte[] file = Arrays.copyOf(body, body.length + 1);
    file[body.length] = '\n';
    return file;
  }

  /**
   * Reads a file's bytes.
   *
   * @param name what errors call the file
   * @throws VerifyException when the bytes are no such file
   */
  public T decode(String name, byte[] bytes) {
    if (bytes.length > maxBytes) {
      throw tooLong(name, bytes.length);
    }
    try (JsonParser parser = mapper.createParser(bytes)) {
      return content(name, parser);
    } catch (JacksonException e) {
      throw new VerifyException(name + position(e) + ": " + said(e), e);
    }
  }

  /** Writes {@code file}, whole or not at all. */
  public void write(Path file, T content) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, encode(content));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new VerifyException("cannot write " + file + ": " + e, e);
    }
  }

  /**
   * Reads {@code file}.
   *
   * @throws VerifyException when it cannot be read or is no such file
   */
  public T read(Path file) {
    return decode(file.toString(), bytes(file));
  }

  /**
   * The bytes of {@code file}, for its hash.
   *
   * @throws VerifyException when it cannot be read or is too long
   */
  public byte[] bytes(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, maxBytes + 1));
      if (bytes.length > maxBytes) {
        throw tooLong(file.toString(), bytes.length);
      }
      return bytes;
    } catch (IOException e) {
      throw new VerifyException("cannot read " + file + ": " + e, e);
    }
  }

  private VerifyException tooLong(String name, long bytes) {
    return new VerifyException(
        "%s: %d bytes, at most %d are read".formatted(name, bytes, maxBytes));
  }

  private T content(String name, JsonParser parser) {
    expect(name, parser, parser.nextToken() == JsonToken.START_OBJECT, "expected an object");
    String found = expectField(name, parser, "format").getValueAsString("");
    expect(
        name,
        parser,
        found.equals(format),
        "the format is \"%s\", expected \"%s\"".formatted(Printable.of(found, 40), format));
    int written = expectField(name, parser, "version").getValueAsInt(-1);
    expect(
        name,
        parser,
        written == version,
        "version %d, this Kedge reads version %d".formatted(written, version));
    T content = mapper.readValue(expectField(name, parser, "content"), type);
    if (content == null) {
      throw new VerifyException(name + ": the content is null");
    }
    expect(name, parser, parser.nextToken() == JsonToken.END_OBJECT, "expected the end");
    expect(name, parser, parser.nextToken() == null, "something follows the end");
    return content;
  }

  private static JsonParser expectField(String name, JsonParser parser, String field) {
    expect(
        name,
        parser,
        parser.nextToken() == JsonToken.PROPERTY_NAME && field.equals(parser.currentName()),
        "expected the field \"%s\"".formatted(field));
    parser.nextToken();
    return parser;
  }

  private static void expect(String name, JsonParser parser, boolean holds, String otherwise) {
    if (!holds) {
      TokenStreamLocation at = parser.currentTokenLocation();
      throw new VerifyException(
          "%s:%d:%d: %s".formatted(name, at.getLineNr(), at.getColumnNr(), otherwise));
    }
  }

  private static String position(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
  }

  private static String said(JacksonException e) {
    String place = e instanceof DatabindException bound ? bound.getPathReference() : "";
    String why =
        e.getCause() instanceof IllegalArgumentException own
            ? String.valueOf(own.getMessage())
            : e.getOriginalMessage();
    String where = place.replaceAll("[A-Za-z0-9_.]*\\.([A-Za-z0-9_$]+\\[)", "$1");
    return Printable.of(where.isEmpty() ? why : why + " (at " + where + ")", 500);
  }

  private static JsonMapper mapper(long maxBytes) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(maxBytes)
                    .maxNestingDepth(24)
                    .maxStringLength(65_536)
                    .maxNameLength(4_096)
                    .maxNumberLength(40)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .changeDefaultVisibility(visible -> visible.withIsGetterVisibility(Visibility.NONE))
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .addModule(values())
        .build();
  }

  private static SimpleModule values() {
    return new SimpleModule("kedge-values")
        .addSerializer(BuildId.class, ToStringSerializer.instance)
        .addSerializer(KernelRelease.class, ToStringSerializer.instance)
        .addDeserializer(BuildId.class, new Text<>(BuildId.class, BuildId::new))
        .addDeserializer(KernelRelease.class, new Text<>(KernelRelease.class, KernelRelease::new));
  }

  private record Document<T>(String format, int version, T content) {}

  /** A value that stands as one string. */
  private static final class Text<T> extends StdDeserializer<T> {
    private final transient Function<String, T> parse;

    Text(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return context.reportInputMismatch(this, "expected a string");
      }
      try {
        return parse.apply(parser.getString());
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "%s", e.getMessage());
      }
    }
  }
}
