package dev.kedge.report;

import dev.kedge.report.event.FleetEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event with the machine it is of, as far as the input tells.
 *
 * @param host the machine's name in the input, empty when it names none
 * @param boot which boot of this machine in the input, from 0
 * @param bootId the boot's name in the input, empty when it tells none
 * @param at when it was said first, where the carrier tells it with a zone
 * @param event the event; its lines are those of the input
 */
public record HostEvent(
    String host, int boot, String bootId, Optional<Instant> at, FleetEvent event) {
  HostEvent on(String name) {
    return new HostEvent(name, boot, bootId, at, event);
  }
}
