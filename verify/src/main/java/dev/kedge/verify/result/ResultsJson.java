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
 * Reads and writes {@code results.json}: one {@link VerificationResult} in UTF-8, with the name and
 * version of its form. Reading is strict: a field that is unknown, missing, null or there twice,
 * and anything after the value, is an error with its line and column. Thread-safe.
 */
public final class ResultsJson {
  /** The file's name in a folder of results. */
  public static final String FILE_NAME = "results.json";

  /** The longest file that is read, in bytes. */
  public static final long MAX_BYTES = 256L << 20;

  private static final String FORMAT = "kedge-verification";
  private static final int VERSION = 1;

  private final JsonMapper mapper;
  private final long maxBytes;

  /** Reads files of up to {@link #MAX_BYTES}. */
  public ResultsJson() {
    this(MAX_BYTES);
  }

  /** Reads files of up to {@code maxBytes} bytes. */
  public ResultsJson(long maxBytes) {
    this.maxBytes = maxBytes;
    this.mapper = mapper(maxBytes);
  }

  /** The file's bytes; equal results give equal bytes. */
  public byte[] encode(VerificationResult result) {
    var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    byte[] body =
        mapper.writer().with(printer).writeValueAsBytes(new Document(FORMAT, VERSION, result));
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
  public VerificationResult decode(String name, byte[] bytes) {
    if (bytes.length > maxBytes) {
      throw new VerifyException(
          "%s: %d bytes, at most %d are read".formatted(name, bytes.length, maxBytes));
    }
    try {
      Document document = mapper.readValue(bytes, Document.class);
      if (!document.format().equals(FORMAT)) {
        throw new VerifyException(
            "%s: the format is \"%s\", expected \"%s\""
                .formatted(name, Printable.of(document.format(), 40), FORMAT));
      }
      return document.result();
    } catch (JacksonException e) {
      throw new VerifyException(name + position(e) + ": " + said(e), e);
    } catch (StackOverflowError e) {
      throw new VerifyException(name + ": nested too deeply", e);
    }
  }

  /** Writes {@code folder/results.json}, whole or not at all. */
  public void write(Path folder, VerificationResult result) {
    Path file = folder.resolve(FILE_NAME);
    Path part = folder.resolve(FILE_NAME + ".part");
    try {
      Files.createDirectories(folder);
      Files.write(part, encode(result));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new VerifyException("cannot write " + file + ": " + e, e);
    }
  }

  /**
   * Reads a {@code results.json}.
   *
   * @param path the file, or the folder that holds it
   * @throws VerifyException when it cannot be read or is no such file
   */
  public VerificationResult read(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
    return decode(file.toString(), bytes(file));
  }

  /**
   * The bytes of a {@code results.json}, for its hash.
   *
   * @throws VerifyException when the file cannot be read or is too long
   */
  public byte[] bytes(Path file) {
    try {
      if (Files.size(file) > maxBytes) {
        throw new VerifyException(
            "%s: %d bytes, at most %d are read".formatted(file, Files.size(file), maxBytes));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new VerifyException("cannot read " + file + ": " + e, e);
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
    return Printable.of(place.isEmpty() ? why : why + " (" + place + ")", 500);
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
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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

  private record Document(String format, int version, VerificationResult result) {
    Document {
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "version %d, this Kedge reads version %d".formatted(version, VERSION));
      }
    }
  }

  /** A value that stands as one string. */
  private static final class Text<T> extends StdDeserializer<T> {
    private final Function<String, T> parse;

    Text(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      String text = parser.getValueAsString();
      if (text == null) {
        return context.reportInputMismatch(this, "expected a string");
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "%s", e.getMessage());
      }
    }
  }
}
