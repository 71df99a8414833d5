package dev.kedge.server;

import dev.kedge.model.Printable;
import dev.kedge.server.http.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that are no HTTP, or break a bound of the protocol, with a problem detail. */
final class ProtocolErrors implements DirectHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProtocolErrors.class);

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status defaultStatus,
      ServerResponseHeaders headers,
      Throwable thrown,
      System.Logger ignored) {
    if (eventType == EventType.INTERNAL_ERROR) {
      LOG.error("a request failed outside its route", thrown);
    }
    return handle(request, eventType, defaultStatus, headers, thrown.getMessage());
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status defaultStatus,
      ServerResponseHeaders headers,
      @Nullable String message) {
    return TransportResponse.builder()
        .status(defaultStatus)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .keepAlive(false)
        .entity(new Problem(defaultStatus.code(), detail(eventType, defaultStatus, message)).json())
        .build();
  }

  private static String detail(EventType eventType, Status status, @Nullable String message) {
    return switch (eventType) {
      case INTERNAL_ERROR -> "the server failed to answer; its log says why";
      case BAD_REQUEST ->
          "no valid HTTP/1.1 request, or a Content-Encoding other than zstd and gzip"
              + (message == null ? "" : ": " + Printable.of(message, 200));
      default -> Printable.of(Objects.requireNonNullElse(message, status.reasonPhrase()), 200);
    };
  }
}
