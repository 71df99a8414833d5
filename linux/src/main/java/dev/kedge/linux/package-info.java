/**
 * The only place that touches a running Linux: FFM bindings, perf_event_open, ELF, procfs,
 * cgroupfs, kmsg.
 */
@NullMarked
package dev.kedge.linux;

import org.jspecify.annotations.NullMarked;
