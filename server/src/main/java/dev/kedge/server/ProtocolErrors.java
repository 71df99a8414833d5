package dev.kedge.server;

import dev.kedge.model.Printable;
import dev.kedge.server.http.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers requests that are no HTTP, or break a bound of the protocol, with a problem detail. */
final class ProtocolErrors implements DirectHandler {
  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status defaultStatus,
      ServerResponseHeaders headers,
      @Nullable String message) {
    String detail =
        eventType == EventType.INTERNAL_ERROR
            ? "the server failed to answer; its log says why"
            : Printable.of(Objects.requireNonNullElse(message, defaultStatus.reasonPhrase()), 200);
    return TransportResponse.builder()
        .status(defaultStatus)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .keepAlive(false)
        .entity(new Problem(defaultStatus.code(), detail).json())
        .build();
  }
}
