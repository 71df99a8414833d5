package dev.kedge.store.disk;

/** Something the store could not do, with the file or value it stumbled over. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure of its own. */
  public StoreException(String message) {
    super(message);
  }

  /** A failure with what caused it. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
