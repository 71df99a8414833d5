package dev.kedge.store.sql;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items in the list's order
 * @param next cursor of the next part, empty at the end; opaque
 */
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }
}
