/**
 * The stacks of a report: reads the functions a line names, in the layout of any architecture and
 * age, and splits the lines of a report into its traces. Names leave this room as a programmer
 * wrote them, without compiler suffixes and Rust mangling. Which function is to blame is decided in
 * {@code title}.
 */
@NullMarked
package dev.kedge.report.trace;

import org.jspecify.annotations.NullMarked;
