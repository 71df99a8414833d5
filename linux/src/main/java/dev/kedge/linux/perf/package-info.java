/**
 * Sampling of the whole host through {@code perf_event_open}: one software clock event and one
 * memory-mapped ring per CPU, read in time order.
 *
 * <p>Start at {@link dev.kedge.linux.perf.PerfSampler}.
 */
@NullMarked
package dev.kedge.linux.perf;

import org.jspecify.annotations.NullMarked;
