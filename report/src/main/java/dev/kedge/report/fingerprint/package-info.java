/**
 * What identifies the issue behind a report: titles, stack, the holder of a lock, module and file.
 * Reads these from a report's lines, decides whether a report belongs to an issue, and says why in
 * words. Knows neither how titles come about nor where issues are stored.
 */
@NullMarked
package dev.kedge.report.fingerprint;

import org.jspecify.annotations.NullMarked;
