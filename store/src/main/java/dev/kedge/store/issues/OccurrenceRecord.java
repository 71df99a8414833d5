package dev.kedge.store.issues;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.report.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A report or an event as it was filed.
 *
 * @param id number of the occurrence
 * @param issue its issue
 * @param host where
 * @param boot during which boot, where known
 * @param kernel release named in the report, else the host's at that time
 * @param at when
 * @param atIsExact false when only the time of arrival is known
 * @param source {@code kmsg}, or the name of the file
 * @param title its own title
 * @param frame function it blames
 * @param severity how bad it is for its host
 * @param device what an event is of
 * @param corrupted it is cut or interleaved
 * @param startLine first line in its log, counted from 1
 * @param endLine last line in its log
 * @param text the raw region; written by others
 * @param blameLine line of {@code text}, counted from 0, that holds the blamed function
 * @param times how often the kernel said it; more than once for a state that lasted
 * @param lasted time from its first to its last report
 * @param why in words, why it is in its issue; empty for what was filed before this was kept
 */
public record OccurrenceRecord(
    long id,
    long issue,
    HostId host,
    Optional<BootId> boot,
    Optional<String> kernel,
    Instant at,
    boolean atIsExact,
    String source,
    String title,
    Optional<String> frame,
    Severity severity,
    Optional<String> device,
    boolean corrupted,
    int startLine,
    int endLine,
    String text,
    Optional<Integer> blameLine,
    long times,
    Duration lasted,
    Optional<String> why) {}
