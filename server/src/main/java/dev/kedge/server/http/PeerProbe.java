package dev.kedge.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds out during a long answer whether who asked is still there.
 *
 * <p>The web server looks at a connection only between requests. An interim answer (RFC 9110
 * section 15.2) tells: on a connection whose other end is closed the second one written fails.
 * Clients of HTTP/1.1 should skip them, but Python's http.client does not: send them only to who
 * asked for it.
 */
public final class PeerProbe {
  private static final byte[] PROCESSING =
      "HTTP/1.1 102 Processing\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Of the thread that reads the connection, which is also the one that answers. */
  private final ThreadLocal<Optional<ConnectionContext>> connection =
      ThreadLocal.withInitial(Optional::empty);

  /** Notes that the calling thread serves a request of that connection. */
  public void serving(ConnectionContext context) {
    connection.set(Optional.of(context));
  }

  /**
   * Sends an interim answer on the connection the calling thread serves. Allowed only before the
   * answer itself has begun, and only to clients of HTTP/1.1.
   *
   * @throws RuntimeException when the connection is gone; there is nobody to answer any more
   */
  void probe() {
    connection.get().ifPresent(one -> one.dataWriter().writeNow(BufferData.create(PROCESSING)));
  }
}
