package dev.kedge.store.issues;

import dev.kedge.report.rules.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * What an occurrence tells about its issue.
 *
 * @param kind {@link #REPORT}, or the part of the machine an event is of
 * @param title its title
 * @param type label of the report's type, or the event's rule
 * @param frame function it blames
 * @param severity how bad it is
 * @param corrupted it is cut or interleaved
 * @param panicked the kernel panicked
 * @param at when
 */
record IssueEntry(
    String kind,
    String title,
    String type,
    Optional<String> frame,
    Severity severity,
    boolean corrupted,
    boolean panicked,
    Instant at) {
  /** Kind of kernel reports. */
  static final String REPORT = "report";
}
