package dev.kedge.server.auth;

/** What the guard says to a request. */
public sealed interface Verdict {
  /** Go on. */
  record Allowed() implements Verdict {}

  /**
   * Who asks must show a token.
   *
   * @param challenge value of the WWW-Authenticate header (RFC 6750 section 3)
   * @param detail in words
   */
  record Unauthorized(String challenge, String detail) implements Verdict {}

  /**
   * No, whatever token is shown.
   *
   * @param detail in words
   */
  record Forbidden(String detail) implements Verdict {}
}
