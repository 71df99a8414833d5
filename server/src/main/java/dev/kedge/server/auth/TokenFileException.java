package dev.kedge.server.auth;

/** A file of tokens or secrets that cannot be used; the message names the file and the line. */
public final class TokenFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the file and what is wrong with it, never with what it holds. */
  public TokenFileException(String message) {
    super(message);
  }

  TokenFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
