package dev.kedge.wire;

/**
 * A message that cannot be read, or a value that the contract cannot carry. The text names the
 * field and, inside a table, the entry; it is safe to log and to send back.
 */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error in words. */
  public WireException(String message) {
    super(message);
  }

  /** An error in words, found through another one. */
  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
