package dev.kedge.store.hosts;

import dev.kedge.model.Heartbeat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a heartbeat tells that the one before it did not. */
final class HostChanges {
  /** What the title of a boot begins with; the kernel's release follows. */
  static final String BOOTED = "booted ";

  private HostChanges() {}

  static List<HostEvent> between(Optional<Heartbeat> before, Heartbeat now) {
    List<HostEvent> events = new ArrayList<>();
    String kernel = now.identity().kernel().value();
    if (before.isEmpty() || !before.get().identity().boot().equals(now.identity().boot())) {
      events.add(boot(now, BOOTED + kernel, HostEvent.Kind.BOOT));
      before
          .map(last -> last.identity().kernel().value())
          .filter(was -> !was.equals(kernel))
          .ifPresent(was ->
              events.add(
                  boot(now, "kernel %s → %s".formatted(was, kernel), HostEvent.Kind.KERNEL)));
    }
    if (before.isEmpty() || restarted(before.get(), now)) {
      events.add(
          HostEvent.of(
              now.at().minus(now.cost().uptime()),
              HostEvent.Kind.AGENT,
              "agent %s started".formatted(now.agentVersion())));
    }
    return events;
  }

  private static HostEvent boot(Heartbeat now, String title, HostEvent.Kind kind) {
    return HostEvent.of(now.identity().bootedAt(), kind, title);
  }

  /**
   * Within one agent run uptime and CPU time only grow, so a smaller value is another run; clocks
   * that were set do not matter.
   */
  private static boolean restarted(Heartbeat before, Heartbeat now) {
    return now.cost().uptime().compareTo(before.cost().uptime()) < 0
        || now.cost().cpu().compareTo(before.cost().cpu()) < 0
        || !now.identity().boot().equals(before.identity().boot())
        || !now.agentVersion().equals(before.agentVersion());
  }
}
