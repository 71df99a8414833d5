/**
 * Who waits for whom when tasks hang: reads what hung-task reports, lock dumps of lockdep, SysRq
 * task dumps, stall reports and {@code /proc} snapshots tell about tasks, and builds the graph of
 * waits, with its roots classified and its cycles named. Knows text, not files.
 */
@NullMarked
package dev.kedge.report.hang;

import org.jspecify.annotations.NullMarked;
