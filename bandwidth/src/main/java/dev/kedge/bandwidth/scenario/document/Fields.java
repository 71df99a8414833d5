package dev.kedge.bandwidth.scenario.document;

import dev.kedge.bandwidth.scenario.document.Node.Entry;
import dev.kedge.model.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping whose keys are fixed: each at most once, and none that is not known. */
public final class Fields {
  private final Place place;
  private final Map<String, Node> values = new HashMap<>();

  /**
   * Checks the keys.
   *
   * @param what the mapping is, for errors
   * @throws dev.kedge.bandwidth.BandwidthException when it is no mapping, or a key is unknown or
   *     there twice
   */
  public Fields(Node node, String what, String... known) {
    place = node.place();
    List<String> names = List.of(known);
    for (Entry entry : node.entries(what + " with the keys " + String.join(", ", names))) {
      if (!names.contains(entry.key())) {
        throw entry.place().error(unknown(what, entry.key(), names));
      }
      if (values.put(entry.key(), entry.value()) != null) {
        throw entry.place().error("key '%s' is there twice".formatted(entry.key()));
      }
    }
  }

  /** The value of a key, if it is there and not empty. */
  public Optional<Node> get(String key) {
    return Optional.ofNullable(values.get(key))
        .filter(node -> !(node instanceof Node.Scalar scalar && scalar.text().isEmpty()));
  }

  /** The value of a key that has to be there. */
  public Node require(String key, String expected) {
    return get(key)
        .orElseThrow(() -> place.error("key '%s' is missing: %s".formatted(key, expected)));
  }

  /** Where the mapping begins. */
  public Place place() {
    return place;
  }

  /**
   * Entries of a mapping whose keys are names given by its writer, each at most once.
   *
   * @throws dev.kedge.bandwidth.BandwidthException when it is no mapping, or a name is there twice
   */
  public static List<Entry> named(Node node, String what) {
    List<Entry> entries = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Entry entry : node.entries(what)) {
      Place before = seen.put(entry.key(), entry.place());
      if (before != null) {
        throw entry
            .place()
            .error("'%s' is there twice, first in line %d".formatted(entry.key(), before.line()));
      }
      entries.add(entry);
    }
    return entries;
  }

  private static String unknown(String what, String key, List<String> known) {
    return "unknown key '%s' in %s%s"
        .formatted(
            key,
            what,
            NearestName.of(key, known)
                .map(name -> ": did you mean '%s'?".formatted(name))
                .orElse(": expected one of " + String.join(", ", known)));
  }
}
