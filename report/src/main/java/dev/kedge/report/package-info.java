/**
 * Console text to kernel reports: finds reports in a kernel log, names them, and marks the frame to
 * blame. Pure: no threads, no HTTP, no SQL.
 */
@NullMarked
package dev.kedge.report;

import org.jspecify.annotations.NullMarked;
