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

  /** Reads what a header has behind {@code author} or {@code committer}. */
  public static Signature of(String line) {
    int mailEnd = line.lastIndexOf('>');
    int mailStart = mailEnd < 0 ? -1 : line.lastIndexOf('<', mailEnd);
    if (mailStart < 0) {
      return new Signature(line.strip(), "", 0);
    }
    return new Signature(
        line.substring(0, mailStart).strip(),
        line.substring(mailStart + 1, mailEnd).strip(),
        seconds(line.substring(mailEnd + 1).strip()));
  }

  private static long seconds(String date) {
    int blank = date.indexOf(' ');
    int end = blank < 0 ? date.length() : blank;
    if (end == 0 || end > 15) {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < end; i++) {
      char c = date.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /** The moment. */
  public Instant instant() {
    return Instant.ofEpochSecond(epochSeconds);
  }

  /** {@code Name <mail>}. */
  public String address() {
    return email.isEmpty() ? name : name + " <" + email + ">";
  }
}
