package dev.kedge.report;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.report.event.FleetEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * A fleet event seen on a host at a time; the same fields as those of an {@link Occurrence}. While
 * an event goes on it is told again with the same identity and a larger count.
 *
 * @param host where
 * @param boot during which boot, empty for logs taken in from files
 * @param sequence with host, boot and source identifies it: kmsg sequence number of its first line,
 *     or a hash
 * @param at when it was said first, by the wall clock
 * @param exactTime false when {@code at} is the time of arrival because the log has no usable time
 * @param source {@code kmsg}, or the name of the file
 * @param event what happened
 */
public record EventOccurrence(
    HostId host,
    Optional<BootId> boot,
    long sequence,
    Instant at,
    boolean exactTime,
    String source,
    FleetEvent event) {}
