package dev.kedge.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Opaque page cursors: a key of the last row shown, so that rows added meanwhile shift nothing. */
final class Cursor {
  private Cursor() {}

  /** Where a list ordered by two descending numbers goes on. */
  record Position(long major, long minor) {
    static final Position START = new Position(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  static String of(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String of(Position position) {
    return of(position.major() + ":" + position.minor());
  }

  static String text(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  static Position position(Optional<String> cursor) {
    if (cursor.isEmpty()) {
      return Position.START;
    }
    String text = text(cursor.get());
    int colon = text.indexOf(':');
    try {
      return new Position(
          Long.parseLong(text.substring(0, Math.max(colon, 0))),
          Long.parseLong(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw wrong(e);
    }
  }

  static int limit(int limit) {
    if (limit < 1 || limit > 10_000) {
      throw new IllegalArgumentException("limit %d: expected 1 to 10000".formatted(limit));
    }
    return limit;
  }

  private static IllegalArgumentException wrong(Exception cause) {
    return new IllegalArgumentException(
        "cursor: expected the value of \"next\" of an earlier answer", cause);
  }
}
