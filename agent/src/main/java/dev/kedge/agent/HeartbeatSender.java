package dev.kedge.agent;

import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.wire.HeartbeatCodec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells the server who this host is and what the agent costs; the thread {@code heartbeat}. Not
 * spooled: only the newest is of interest.
 */
final class HeartbeatSender implements Runnable {
  private static final Logger LOG = System.getLogger(HeartbeatSender.class.getName());
  private static final long RETRY_MILLISECONDS = 1_000;

  private final HostIdentity identity;
  private final String version;
  private final AgentAccount account;
  private final Supplier<List<Limitation>> limitations;
  private final ServerLink link;
  private final Duration interval;
  private final InstantSource clock;

  HeartbeatSender(
      HostIdentity identity,
      String version,
      AgentAccount account,
      Supplier<List<Limitation>> limitations,
      ServerLink link,
      Duration interval,
      InstantSource clock) {
    this.identity = identity;
    this.version = version;
    this.account = account;
    this.limitations = limitations;
    this.link = link;
    this.interval = interval;
    this.clock = clock;
  }

  @Override
  public void run() {
    boolean refusedBefore = false;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Heartbeat heartbeat =
            new Heartbeat(identity, clock.instant(), version, account.now(), limitations.get());
        ServerLink.Outcome outcome =
            link.send(UploadKind.HEARTBEAT, ServerLink.compress(HeartbeatCodec.encode(heartbeat)));
        if (outcome instanceof ServerLink.Outcome.Refused(String reason) && !refusedBefore) {
          refusedBefore = true;
          LOG.log(Level.WARNING, "heartbeat refused: {0}", reason);
        }
        boolean arrived = outcome instanceof ServerLink.Outcome.Acknowledged;
        Thread.sleep(arrived ? interval.toMillis() : RETRY_MILLISECONDS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
