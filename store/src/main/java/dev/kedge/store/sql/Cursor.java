package dev.kedge.store.sql;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Opaque page cursors: a key of the last row shown, so that rows added meanwhile shift nothing. */
public final class Cursor {
  private Cursor() {}

  /** Where a list ordered by two descending numbers goes on. */
  public record Position(long major, long minor) {
    /** Before the first row. */
    public static final Position START = new Position(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Cursor of a list ordered by that text. */
  public static String of(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Cursor of a list ordered by two numbers. */
  public static String of(Position position) {
    return of(position.major() + ":" + position.minor());
  }

  /**
   * The text of a cursor.
   *
   * @throws IllegalArgumentException when the cursor is none of an earlier answer
   */
  public static String text(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /**
   * The place a cursor stands for; the start when there is none.
   *
   * @throws IllegalArgumentException when the cursor is none of an earlier answer
   */
  public static Position position(Optional<String> cursor) {
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

  /**
   * The number of rows of a page, checked.
   *
   * @throws IllegalArgumentException when it is not 1 to 10000
   */
  public static int limit(int limit) {
    if (limit < 1 || limit > 10_000) {
      throw new IllegalArgumentException("limit %d: expected 1 to 10000".formatted(limit));
    }
    return limit;
  }

  /** The refusal of a cursor that is none. */
  public static IllegalArgumentException wrong(Exception cause) {
    return new IllegalArgumentException(
        "cursor: expected the value of \"next\" of an earlier answer", cause);
  }
}
