package dev.kedge.store.disk;

/**
 * The disk, the quota or the journal's budget is used up: nothing of the request was stored, and
 * the same request works again once there is space.
 */
public final class StoreFullException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** A store that has no room left. */
  public StoreFullException(String message) {
    super(message);
  }

  /** A store that has no room left, with what the operating system or database said. */
  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
