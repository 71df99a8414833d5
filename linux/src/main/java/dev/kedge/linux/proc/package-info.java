/**
 * Processes and the host's counters, out of procfs and perf records: which file lies at which
 * address of which process, and readings of pressure, CPU, memory and tasks.
 */
@NullMarked
package dev.kedge.linux.proc;

import org.jspecify.annotations.NullMarked;
