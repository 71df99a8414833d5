package dev.kedge.verify.suite;

import dev.kedge.verify.suite.PlanNode.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping of which every key is known; a key without a value counts as absent. */
final class KnownKeys {
  private final Place place;
  private final Map<String, PlanNode> values = new LinkedHashMap<>();

  KnownKeys(PlanNode node, String what, List<String> known) {
    place = node.place();
    for (Entry entry : node.entries(what + " with the keys " + String.join(", ", known))) {
      if (!known.contains(entry.key())) {
        throw entry
            .place()
            .error(
                "unknown key '%s' in %s: expected one of %s"
                    .formatted(entry.key(), what, String.join(", ", known)));
      }
      if (!(entry.value() instanceof PlanNode.Text text && text.text().isEmpty())) {
        values.put(entry.key(), entry.value());
      }
    }
  }

  Place place() {
    return place;
  }

  Optional<PlanNode> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  PlanNode require(String key, String expected) {
    return get(key)
        .orElseThrow(() -> place.error("key '%s' is missing: %s".formatted(key, expected)));
  }

  Optional<String> text(String key, String expected) {
    return get(key).map(node -> node.text(expected));
  }

  /** The texts of a list; none when the key is absent. */
  List<String> texts(String key, String expected) {
    return get(key).stream()
        .flatMap(node -> node.items("a list: " + expected).stream())
        .map(item -> item.text(expected))
        .toList();
  }

  /** The entries of a mapping; none when the key is absent. */
  List<Entry> entries(String key, String expected) {
    return get(key).map(node -> node.entries(expected)).orElse(List.of());
  }

  boolean flag(String key) {
    return get(key)
        .map(node -> node.word("'" + key + "'", List.of("true", "false")).equals("true"))
        .orElse(false);
  }
}
