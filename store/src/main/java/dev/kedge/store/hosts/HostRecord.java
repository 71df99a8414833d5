package dev.kedge.store.hosts;

import dev.kedge.model.Heartbeat;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a host.
 *
 * @param last its last heartbeat
 * @param firstSeen arrival of its first heartbeat
 * @param lastSeen arrival of its last heartbeat
 * @param agentCpuCores CPUs its agent used over the recent heartbeats; 0 until there are two
 * @param storedBytesPerDay bytes of Parquet on disk for a day of its data: of the last day (UTC)
 *     that is over, as packed as it is now, else of today so far; empty before the first files are
 *     written
 * @param dataFrom oldest profile or vital sign kept
 * @param issues issues seen on it
 */
public record HostRecord(
    Heartbeat last,
    Instant firstSeen,
    Instant lastSeen,
    double agentCpuCores,
    OptionalDouble storedBytesPerDay,
    Optional<Instant> dataFrom,
    long issues) {}
