package dev.kedge.agent;

import dev.kedge.wire.WireException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Puts messages on their way: encoded, compressed, spooled. What cannot be is counted. Thread-safe.
 */
final class Outbox {
  private static final Logger LOG = System.getLogger(Outbox.class.getName());

  private final Spool spool;
  private final AtomicLong failed = new AtomicLong();

  Outbox(Spool spool) {
    this.spool = spool;
  }

  /**
   * Sends one message.
   *
   * @param message makes its bytes
   * @return false when it, or an earlier one, will not reach the server
   */
  boolean send(UploadKind kind, Supplier<byte[]> message) {
    try {
      return spool.add(kind, ServerLink.compress(message.get()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} lost, the spool cannot be written: {1}", kind.path(), e);
    } catch (WireException e) {
      LOG.log(Level.WARNING, "{0} lost, they go beyond what can be sent: {1}", kind.path(), e);
      failed.incrementAndGet();
    }
    return false;
  }

  /** Messages that never reached the server or never will. */
  long dropped() {
    return spool.dropped() + failed.get();
  }

  /** Bytes that wait on disk. */
  long bytes() {
    return spool.bytes();
  }
}
