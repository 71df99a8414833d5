/**
 * Console text to kernel reports: the parser of whole logs, the stream of a running kernel, and the
 * report they both give. Pure: no threads, no HTTP, no SQL.
 *
 * <p>The work is done in rooms that use each other only in this order, and never this package:
 * {@code line}, {@code trace}, {@code rules}, then {@code region} and {@code title}.
 */
@NullMarked
package dev.kedge.report;

import org.jspecify.annotations.NullMarked;
