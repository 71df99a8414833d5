package dev.kedge.agent;

import dev.kedge.agent.ServerLink.Outcome;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Empties the spool into the server, oldest first, for as long as its thread is not interrupted.
 * While the server cannot be reached it tries again after 0.5 s, then twice that, up to 15 s.
 */
final class Uploader implements Runnable {
  private static final Logger LOG = System.getLogger(Uploader.class.getName());
  private static final long IDLE_MILLISECONDS = 60_000;
  private static final long FIRST_PAUSE_MILLISECONDS = 500;
  private static final long LONGEST_PAUSE_MILLISECONDS = 15_000;

  private final Spool spool;
  private final ServerLink link;
  private final Runnable onLoss;
  private final AtomicLong uploadedBytes = new AtomicLong();
  private long pause = FIRST_PAUSE_MILLISECONDS;
  private boolean reachable = true;

  /**
   * An uploader.
   *
   * @param onLoss called when an upload will never reach the server, so that whatever later uploads
   *     refer to must be sent again
   */
  Uploader(Spool spool, ServerLink link, Runnable onLoss) {
    this.spool = spool;
    this.link = link;
    this.onLoss = onLoss;
  }

  /** Compressed bytes that the server has acknowledged. */
  long uploadedBytes() {
    return uploadedBytes.get();
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<Spool.Upload> oldest = spool.awaitOldest(IDLE_MILLISECONDS);
        if (oldest.isPresent() && !send(oldest.get())) {
          Thread.sleep(pause);
          pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what is spooled once, without waiting for more; stops at the first failure. */
  void sendWaiting(long deadlineNanos) throws InterruptedException {
    while (System.nanoTime() < deadlineNanos) {
      Optional<Spool.Upload> oldest = spool.awaitOldest(1);
      if (oldest.isEmpty() || !send(oldest.get())) {
        return;
      }
    }
  }

  private boolean send(Spool.Upload upload) {
    try {
      Optional<byte[]> body = spool.read(upload);
      if (body.isEmpty()) {
        return true;
      }
      return conclude(upload, link.send(upload.kind(), body.get()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "spool: " + e);
      return false;
    }
  }

  private boolean conclude(Spool.Upload upload, Outcome outcome) throws IOException {
    return switch (outcome) {
      case Outcome.Acknowledged() -> {
        spool.acknowledge(upload);
        uploadedBytes.addAndGet(upload.bytes());
        if (!reachable) {
          LOG.log(Level.INFO, "the server takes uploads again");
        }
        reachable = true;
        pause = FIRST_PAUSE_MILLISECONDS;
        yield true;
      }
      case Outcome.Refused(String reason) -> {
        LOG.log(Level.WARNING, "upload {0} dropped: {1}", upload.fileName(), reason);
        spool.refuse(upload);
        onLoss.run();
        yield true;
      }
      case Outcome.Unavailable(String reason) -> {
        if (reachable) {
          LOG.log(
              Level.WARNING, "keeping uploads on disk until the server takes them: {0}", reason);
        }
        reachable = false;
        yield false;
      }
    };
  }
}
