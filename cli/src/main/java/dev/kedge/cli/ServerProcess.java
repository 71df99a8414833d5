package dev.kedge.cli;

import dev.kedge.server.ConfigException;
import dev.kedge.server.KedgeServer;
import dev.kedge.store.Store;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * The life of a serving process: opens the store, serves, prints the line scripts wait for, and on
 * SIGTERM or SIGINT closes what was opened in the opposite order.
 */
final class ServerProcess {
  private final ServerOptions options;
  private final PrintWriter out;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  ServerProcess(ServerOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /** What is started once the server serves and must end before it does. */
  @FunctionalInterface
  interface Companion {
    AutoCloseable start(KedgeServer server);
  }

  /** Serves until the process is told to end. */
  int run(Companion companion) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
    try {
      Store store =
          keep(Store.open(options.store(), InstantSource.system(), options.rules().parser()));
      KedgeServer server = keep(KedgeServer.start(options.server(), store, InstantSource.system()));
      server.netconsolePort().ifPresent(port -> out.println("netconsole on UDP port " + port));
      out.println("ready " + server.url());
      out.flush();
      keep(companion.start(server));
    } catch (ConfigException e) {
      close();
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    closed.await();
    return ExitCode.OK;
  }

  private synchronized <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  private synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.getLogger(ServerProcess.class.getName())
            .log(System.Logger.Level.WARNING, "while closing: " + e);
      }
    }
    closed.countDown();
  }
}
