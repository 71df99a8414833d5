package dev.kedge.store.telemetry;

import dev.kedge.model.TimeRange;

/**
 * What one profile window holds.
 *
 * @param range its span, in whole microseconds
 * @param samples samples taken
 * @param lost samples lost
 */
public record WindowSummary(TimeRange range, long samples, long lost) {}
