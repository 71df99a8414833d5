package dev.kedge.server;

import dev.kedge.server.http.Watchdog;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;

/**
 * Cuts connections whose request line came but whose headers do not end. Those on which no request
 * line comes are idle, which the web server itself looks after.
 */
final class HeadDeadline implements Http1ConnectionListener {
  private final Watchdog watchdog;
  private final Duration time;

  /** A connection is read by one thread of its own. */
  private final ThreadLocal<Watchdog.Watch> watch = new ThreadLocal<>();

  HeadDeadline(Watchdog watchdog, Duration time) {
    this.watchdog = watchdog;
    this.time = time;
  }

  @Override
  public void prologue(ConnectionContext connection, HttpPrologue prologue) {
    watch.set(watchdog.watch(time));
  }

  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    watch.get().close();
    watch.remove();
  }
}
