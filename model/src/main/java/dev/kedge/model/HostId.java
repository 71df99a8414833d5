package dev.kedge.model;

import java.util.regex.Pattern;

/**
 * The name a host is known by in the fleet, usually its fully qualified host name.
 *
 * <p>Restricted to what is safe in a URL path, a file name and a Prometheus label at once: 1 to 253
 * letters, digits, dots, dashes and underscores, beginning with a letter or digit (RFC 1123 plus
 * the underscore).
 *
 * @param value the name, as sent by the agent
 */
public record HostId(String value) implements Comparable<HostId> {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the name has another form
   */
  public HostId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "host name \"%s\": expected 1 to 253 letters, digits, '.', '-' or '_', beginning with a letter or digit"
              .formatted(Printable.of(value, 80)));
    }
  }

  @Override
  public int compareTo(HostId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
