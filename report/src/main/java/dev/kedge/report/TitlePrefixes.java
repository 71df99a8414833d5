package dev.kedge.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Values by the beginning of a title; of several beginnings that fit, the one added first counts.
 * Rules are kept by their first character, because a log may be full of titles.
 */
final class TitlePrefixes<V> {
  /** Titles are printable ASCII. */
  private static final int CHARACTERS = 128;

  private record Rule<V>(String prefix, V value) {}

  private final List<List<Rule<V>>> byFirst = new ArrayList<>();

  TitlePrefixes() {
    for (int c = 0; c < CHARACTERS; c++) {
      byFirst.add(new ArrayList<>());
    }
  }

  /** Adds a beginning of at least one character. */
  void add(String prefix, V value) {
    byFirst.get(prefix.charAt(0) % CHARACTERS).add(new Rule<>(prefix, value));
  }

  /** The value of the first beginning that fits. */
  Optional<V> of(String title) {
    if (!title.isEmpty()) {
      for (Rule<V> rule : byFirst.get(title.charAt(0) % CHARACTERS)) {
        if (title.startsWith(rule.prefix())) {
          return Optional.of(rule.value());
        }
      }
    }
    return Optional.empty();
  }
}
