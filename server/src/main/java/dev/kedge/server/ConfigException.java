package dev.kedge.server;

/** The server cannot start as configured; the message says what to change. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and what to do about it. */
  public ConfigException(String message) {
    super(message);
  }

  /** With what is wrong and what to do about it, and where it was found. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
