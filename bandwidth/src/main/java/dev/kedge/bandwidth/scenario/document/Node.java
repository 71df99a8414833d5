package dev.kedge.bandwidth.scenario.document;

import java.util.List;

/** A value of a document. */
public sealed interface Node {
  /** Where it begins. */
  Place place();

  /** What it is, for an error message. */
  String kind();

  /**
   * A single value, as it is written: numbers and truth values are text as well. Nothing at all and
   * {@code null} are the empty text.
   */
  record Scalar(Place place, String text) implements Node {
    @Override
    public String kind() {
      return text.isEmpty() ? "nothing" : "'" + text + "'";
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the document; keys may be there more than once. */
  record Mapping(Place place, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return "a mapping of keys";
    }
  }

  /** One key of a mapping. */
  record Entry(Place place, String key, Node value) {}

  /** The text of a scalar that is not empty; anything else is refused. */
  default String text(String expected) {
    if (this instanceof Scalar scalar && !scalar.text().isEmpty()) {
      return scalar.text();
    }
    throw unexpected(expected);
  }

  /** The items of a list; anything else is refused. */
  default List<Node> items(String expected) {
    if (this instanceof Sequence sequence) {
      return sequence.items();
    }
    throw unexpected(expected);
  }

  /** The entries of a mapping; anything else is refused. */
  default List<Entry> entries(String expected) {
    if (this instanceof Mapping mapping) {
      return mapping.entries();
    }
    throw unexpected(expected);
  }

  /** The refusal of this value where something else was expected. */
  default RuntimeException unexpected(String expected) {
    return place().error("expected " + expected + ", found " + kind());
  }
}
