package dev.kedge.server.intake;

import dev.kedge.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/** Hosts whose heartbeat came a moment ago. Safe for many threads. */
public final class LiveHosts {
  /** A host counts as live this long after its last heartbeat. */
  public static final Duration LIVE = Duration.ofSeconds(30);

  private final ConcurrentHashMap<HostId, Instant> last = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** Knows no host yet. */
  public LiveHosts(InstantSource clock) {
    this.clock = clock;
  }

  void seen(HostId host, Instant at) {
    last.put(host, at);
  }

  /** How many are live now; those that are not are forgotten. */
  public int count() {
    Instant now = clock.instant();
    last.values().removeIf(at -> !isLive(at, now));
    return last.size();
  }

  /** True when a host last heard from at that time is live now. */
  public static boolean isLive(Instant lastSeen, Instant now) {
    return Duration.between(lastSeen, now).compareTo(LIVE) <= 0;
  }
}
