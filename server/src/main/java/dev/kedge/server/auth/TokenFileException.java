package dev.kedge.server.auth;

/** A token file that cannot be used; the message names the file and the line. */
public final class TokenFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TokenFileException(String message) {
    super(message);
  }

  TokenFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
