package dev.kedge.bandwidth.scenario.document;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.document.Node.Entry;
import dev.kedge.bandwidth.scenario.document.Node.Mapping;
import dev.kedge.bandwidth.scenario.document.Node.Scalar;
import dev.kedge.bandwidth.scenario.document.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads a document from outside into {@link Node}s.
 *
 * <p>Bounded: {@value #MAX_CHARS} characters, {@value #MAX_NODES} values, {@value #MAX_DEPTH}
 * levels. YAML anchors, aliases and tags are refused, so that no document is larger than it looks.
 */
public final class DocumentReader {
  /** Longest document, in characters. */
  public static final int MAX_CHARS = 2 << 20;

  private static final int MAX_NODES = 200_000;
  private static final int MAX_DEPTH = 40;
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH + 2).build();

  private final String source;
  private final JsonParser parser;
  private int nodes;

  private DocumentReader(String source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /**
   * Reads YAML.
   *
   * @param source the name to use in errors
   * @throws BandwidthException when it is not YAML, or beyond the bounds
   */
  public static Node yaml(String source, String text) {
    return read(source, text, YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build());
  }

  /**
   * Reads JSON with what people add to it by hand: comments and trailing commas. Keys that are
   * there more than once are all kept.
   *
   * @param source the name to use in errors
   * @throws BandwidthException when it is not JSON, or beyond the bounds
   */
  public static Node json(String source, String text) {
    return read(
        source,
        text,
        JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build());
  }

  private static Node read(String source, String text, TokenStreamFactory factory) {
    Place start = new Place(source, 1, 1);
    if (text.length() > MAX_CHARS) {
      throw start.error("longer than %d characters".formatted(MAX_CHARS));
    }
    refuseHalfCharacters(source, text);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      DocumentReader reader = new DocumentReader(source, parser);
      if (parser.nextToken() == null) {
        throw start.error("the document is empty");
      }
      Node root = reader.node(0);
      if (parser.nextToken() != null) {
        throw reader.place().error("expected the end: one document per file");
      }
      return root;
    } catch (JacksonException e) {
      Place place = e.getLocation() == null ? start : place(source, e.getLocation());
      throw place.error(problem(e.getOriginalMessage()), e);
    }
  }

  /** The YAML reader reads past its buffer when half of a surrogate pair ends it. */
  private static void refuseHalfCharacters(String source, String text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      if (Character.getType(character) == Character.SURROGATE) {
        throw new Place(source, line, column)
            .error("half of a character (unpaired surrogate U+%04X)".formatted(character));
      }
      line += character == '\n' ? 1 : 0;
      column = character == '\n' ? 1 : column + 1;
    }
  }

  private Node node(int depth) {
    Place place = place();
    if (++nodes > MAX_NODES) {
      throw place.error("more than %d values".formatted(MAX_NODES));
    }
    if (depth > MAX_DEPTH) {
      throw place.error("more than %d levels deep".formatted(MAX_DEPTH));
    }
    if (parser.getObjectId() != null) {
      throw place.error("anchors and aliases are not taken: write the value out");
    }
    if (parser.getTypeId() != null) {
      throw place.error("tags are not taken: write the plain value");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(place, depth);
      case START_ARRAY -> sequence(place, depth);
      case VALUE_NULL -> new Scalar(place, "");
      default -> new Scalar(place, parser.getString());
    };
  }

  private Mapping mapping(Place place, int depth) {
    List<Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place at = place();
      String key = parser.currentName();
      parser.nextToken();
      entries.add(new Entry(at, key, node(depth + 1)));
    }
    return new Mapping(place, entries);
  }

  private Sequence sequence(Place place, int depth) {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new Sequence(place, items);
  }

  private Place place() {
    return place(source, parser.currentTokenLocation());
  }

  private static Place place(String source, TokenStreamLocation location) {
    return new Place(
        source, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** The YAML reader's messages mix what is wrong with marks and a snippet, all indented. */
  private static String problem(String message) {
    String joined =
        message
            .lines()
            .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
            .collect(Collectors.joining(": "));
    return joined.isEmpty() ? "cannot be read" : joined;
  }
}
