package dev.kedge.verify.suite;

import dev.kedge.verify.suite.PlanNode.Entry;
import dev.kedge.verify.suite.PlanNode.Items;
import dev.kedge.verify.suite.PlanNode.Keys;
import dev.kedge.verify.suite.PlanNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML into {@link PlanNode}s that know their places. Bounded in characters, values and
 * depth; anchors, aliases and tags are refused, so that no plan is larger than it looks, and a key
 * stands once in its mapping.
 */
final class PlanDocument {
  private static final int MAX_CHARS = 1 << 20;
  private static final int MAX_NODES = 50_000;
  private static final int MAX_DEPTH = 20;

  private final String source;
  private final JsonParser parser;
  private int nodes;

  private PlanDocument(String source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /** The document's root. */
  static PlanNode read(String source, String text) {
    Place start = new Place(source, 1, 1);
    if (text.length() > MAX_CHARS) {
      throw start.error("longer than %d characters".formatted(MAX_CHARS));
    }
    StreamReadConstraints depth =
        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH + 2).build();
    try (JsonParser parser =
        YAMLFactory.builder()
            .streamReadConstraints(depth)
            .build()
            .createParser(ObjectReadContext.empty(), text)) {
      PlanDocument document = new PlanDocument(source, parser);
      if (parser.nextToken() == null) {
        throw start.error("the plan is empty");
      }
      PlanNode root = document.node(0);
      if (parser.nextToken() != null) {
        throw document.place().error("expected the end: one plan in a file");
      }
      return root;
    } catch (IndexOutOfBoundsException e) {
      // The YAML reader reads past its buffer when half of a surrogate pair ends it.
      throw start.error("holds half of a character (an unpaired surrogate)");
    } catch (JacksonException e) {
      Place place = e.getLocation() == null ? start : place(source, e.getLocation());
      throw place.error(problem(e.getOriginalMessage()));
    }
  }

  private PlanNode node(int depth) {
    Place place = place();
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw place.error("more than %d values or %d levels".formatted(MAX_NODES, MAX_DEPTH));
    }
    boolean alias = parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    if (alias || parser.getObjectId() != null || parser.getTypeId() != null) {
      throw place.error("anchors, aliases and tags are not taken: write the value out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> keys(place, depth);
      case START_ARRAY -> items(place, depth);
      case VALUE_NULL -> new Text(place, "");
      default -> new Text(place, parser.getString());
    };
  }

  private Keys keys(Place place, int depth) {
    List<Entry> entries = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place at = place();
      String key = parser.currentName();
      Integer before = lines.put(key, at.line());
      if (before != null) {
        throw at.error("'%s' is there twice, first in line %d".formatted(key, before));
      }
      parser.nextToken();
      entries.add(new Entry(at, key, node(depth + 1)));
    }
    return new Keys(place, List.copyOf(entries));
  }

  private Items items(Place place, int depth) {
    List<PlanNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new Items(place, List.copyOf(items));
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
