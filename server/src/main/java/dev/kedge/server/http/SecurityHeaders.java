package dev.kedge.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;

/**
 * Headers every answer carries. The pages show text that others wrote (kernel logs, process names),
 * so scripts may come from this server's files only (Content Security Policy level 3); the pages'
 * charts and component styles set inline styles.
 */
final class SecurityHeaders {
  private static final Header POLICY =
      HeaderValues.createCached(
          HeaderNames.create("Content-Security-Policy"),
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src"
              + " 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  private static final Header NO_SNIFF =
      HeaderValues.createCached(HeaderNames.create("X-Content-Type-Options"), "nosniff");
  private static final Header REFERRER =
      HeaderValues.createCached(HeaderNames.create("Referrer-Policy"), "same-origin");
  private static final Header RESOURCE =
      HeaderValues.createCached(HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin");

  private SecurityHeaders() {}

  static void set(ServerResponse response) {
    response.header(POLICY);
    response.header(NO_SNIFF);
    response.header(REFERRER);
    response.header(RESOURCE);
  }
}
