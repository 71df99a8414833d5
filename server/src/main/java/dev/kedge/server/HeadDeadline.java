package dev.kedge.server;

import dev.kedge.server.http.PeerProbe;
import dev.kedge.server.http.Watchdog;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cuts connections whose request line came but whose headers do not end. Those on which no request
 * line comes are idle, which the web server itself looks after. Also tells the probe who is served:
 * of several listeners of one connection the web server calls none.
 */
final class HeadDeadline implements Http1ConnectionListener {
  private final Watchdog watchdog;
  private final Duration time;
  private final PeerProbe probe;

  /**
   * By the thread that reads the connection, its own. An entry leaves with the end of the headers,
   * or when their time is over, so that broken requests leave none behind.
   */
  private final ConcurrentHashMap<Thread, Watchdog.Watch> watches = new ConcurrentHashMap<>();

  HeadDeadline(Watchdog watchdog, Duration time, PeerProbe probe) {
    this.watchdog = watchdog;
    this.time = time;
    this.probe = probe;
  }

  @Override
  public void prologue(ConnectionContext connection, HttpPrologue prologue) {
    Thread reader = Thread.currentThread();
    watches.put(reader, watchdog.watch(time, () -> watches.remove(reader)));
  }

  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    Watchdog.Watch watch = watches.remove(Thread.currentThread());
    if (watch != null) {
      watch.close();
    }
    probe.serving(connection);
  }
}
