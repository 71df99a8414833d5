package dev.kedge.server.http;

import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * An RFC 9457 problem detail of the type {@code about:blank}: the status says what class of problem
 * it is, the detail what to do about it.
 *
 * @param status HTTP status code
 * @param detail in words, without control characters of the input
 * @param retryAfter when asking again makes sense
 */
public record Problem(int status, String detail, Optional<Duration> retryAfter) {
  /** The media type of a problem detail. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem that asking again does not solve. */
  public Problem(int status, String detail) {
    this(status, detail, Optional.empty());
  }

  /** The status in words, as RFC 9457 demands of the title of {@code about:blank}. */
  public String title() {
    // RFC 4918; Helidon knows no word for it.
    return status == 507 ? "Insufficient Storage" : Status.create(status).reasonPhrase();
  }

  /** The body that says it. */
  public byte[] json() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonOut json = new JsonOut(out)) {
      json.begin();
      json.text("type", "about:blank");
      json.text("title", title());
      json.number("status", status);
      json.text("detail", detail);
      json.end();
    }
    return out.toByteArray();
  }
}
