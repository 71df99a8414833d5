package dev.kedge.report;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import java.time.Instant;
import java.util.Optional;

/**
 * A kernel report seen on a host at a time.
 *
 * @param host where
 * @param boot during which boot, empty for logs taken in from files
 * @param sequence with host, boot and source identifies the occurrence, so that sending it again
 *     changes nothing: kmsg sequence number of the first line, or a hash of the text of a file
 * @param at when, by the wall clock
 * @param exactTime false when {@code at} is the time of arrival because the log has no usable time
 * @param source {@code kmsg}, or the name of the file
 * @param report what was seen
 */
public record Occurrence(
    HostId host,
    Optional<BootId> boot,
    long sequence,
    Instant at,
    boolean exactTime,
    String source,
    KernelReport report) {}
