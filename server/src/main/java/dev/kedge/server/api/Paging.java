package dev.kedge.server.api;

import dev.kedge.server.http.Query;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param cursor {@code next} of the part before, empty for the first
 * @param limit how many items at most
 */
record Paging(Optional<String> cursor, int limit) {
  static Paging of(Query query) {
    return new Paging(query.text("cursor", 200), query.integer("limit", 1, 500).orElse(100));
  }
}
