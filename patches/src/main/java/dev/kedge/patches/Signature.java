package dev.kedge.patches;

import java.time.Instant;

/**
 * Who made or applied a commit, and when.
 *
 * @param name as written; may be empty
 * @param email as written, without the angle brackets; may be empty
 * @param epochSeconds Unix time in seconds; 0 when the header could not be read
 */
public record Signature(String name, String email, long epochSeconds) {
  /** A header that could not be read. */
  public static final Signature UNKNOWN = new Signature("", "", 0);

  /** The moment. */
  public Instant instant() {
    return Instant.ofEpochSecond(epochSeconds);
  }

  /** {@code Name <mail>}. */
  public String address() {
    return email.isEmpty() ? name : name + " <" + email + ">";
  }
}
