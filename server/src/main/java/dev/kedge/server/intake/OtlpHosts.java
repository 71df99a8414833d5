package dev.kedge.server.intake;

import dev.kedge.model.AgentCost;
import dev.kedge.model.BootId;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Limitation;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import dev.kedge.store.Store;
import dev.kedge.store.hosts.HostRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Hosts whose profiles come by OTLP: keeps them known and their windows numbered. Those that an
 * agent of Kedge runs on too stay the agent's. Safe for many threads.
 */
final class OtlpHosts {
  private static final String VERSION = "otlp";

  /** Whose heartbeats are no agent's: this one's, and that of {@code kedge profile import}. */
  private static final Set<String> NO_AGENTS = Set.of(VERSION, "import");

  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final int REMEMBERED = 100_000;
  private static final AgentCost NO_COST =
      new AgentCost(Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final List<Limitation> LIMITATIONS =
      List.of(
          new Limitation(
              "vital signs and kernel reports",
              "profiles come from another tool by OTLP",
              "an agent on the host: kedge agent"));

  private final Store store;
  private final InstantSource clock;
  private final LiveHosts live;
  private final Map<Stream, Long> sequences = new LinkedHashMap<>();
  private final Map<HostId, Instant> heartbeats = new LinkedHashMap<>();

  /** Whose windows are numbered together. */
  private record Stream(HostId host, SampleKind kind) {}

  OtlpHosts(Store store, InstantSource clock, LiveHosts live) {
    this.store = store;
    this.clock = clock;
    this.live = live;
  }

  /** The boot that windows and heartbeats of a host name: OTLP tells of none. */
  static BootId boot(HostId host) {
    return new BootId(UUID.nameUUIDFromBytes(("otlp\0" + host).getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Keeps windows of one kind of a host.
   *
   * @param architecture of its CPUs, where it is told
   */
  void keep(HostId host, Optional<String> architecture, List<ProfileWindow> windows) {
    if (windows.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    if (isDue(host, now)) {
      heartbeat(host, architecture, windows.getFirst().range().start(), now);
    }
    long sequence = number(new Stream(host, windows.getFirst().kind()), windows.size(), now);
    for (ProfileWindow window : windows) {
      store.profiles().append(window.withSequence(sequence++));
    }
  }

  private synchronized boolean isDue(HostId host, Instant now) {
    Instant last = heartbeats.get(host);
    boolean due = last == null || !last.plus(BETWEEN).isAfter(now);
    if (due) {
      heartbeats.put(host, now);
      forgetOldest(heartbeats);
    }
    return due;
  }

  /**
   * The first of so many numbers. They rise without a gap, as the store keeps what it has seen as
   * ranges; after a restart they go on at the time in milliseconds, which is above the last ones.
   */
  private synchronized long number(Stream stream, int count, Instant now) {
    long first = sequences.getOrDefault(stream, now.toEpochMilli());
    sequences.put(stream, first + count);
    forgetOldest(sequences);
    return first;
  }

  private static void forgetOldest(Map<?, ?> map) {
    if (map.size() > REMEMBERED) {
      map.remove(map.keySet().iterator().next());
    }
  }

  private void heartbeat(HostId host, Optional<String> architecture, Instant first, Instant now) {
    Optional<Heartbeat> last = store.hosts().find(host).map(HostRecord::last);
    if (last.isPresent() && !NO_AGENTS.contains(last.get().agentVersion())) {
      return;
    }
    HostIdentity identity =
        last.map(Heartbeat::identity)
            .orElseGet(() ->
                new HostIdentity(
                    host,
                    boot(host),
                    new KernelRelease("unknown"),
                    Optional.empty(),
                    "",
                    architecture.orElse(""),
                    "",
                    "",
                    0,
                    0,
                    CgroupMode.NONE,
                    first));
    store.hosts().heartbeat(new Heartbeat(identity, now, VERSION, NO_COST, LIMITATIONS), now);
    live.seen(host, now);
  }
}
