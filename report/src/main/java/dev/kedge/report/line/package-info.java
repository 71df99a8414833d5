/**
 * The lines of a kernel log: cuts a log into lines, puts the parts of a carrier that does not keep
 * order into order, and takes off each line what the carrier put before it. A line leaves this room
 * in one form, whatever brought it: text, caller, host and the kernel's time. Knows characters and
 * prefixes, nothing of what a line means.
 */
@NullMarked
package dev.kedge.report.line;

import org.jspecify.annotations.NullMarked;
