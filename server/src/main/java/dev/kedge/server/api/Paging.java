package dev.kedge.server.api;

import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Query;
import java.util.Optional;
import java.util.function.BiFunction;

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

  /**
   * Asks the store for a part of a list.
   *
   * @throws ProblemException 400 when the cursor is none of the store's
   */
  <T> T ask(BiFunction<Optional<String>, Integer, T> list) {
    try {
      return list.apply(cursor, limit);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          "cursor: expected the value of \"next\" of an earlier answer");
    }
  }
}
