package dev.kedge.model;

import java.time.Instant;

/**
 * One value of one vital sign.
 *
 * @param at end of the interval the value describes
 * @param vital what was measured
 * @param scope cgroup path for the vitals that have one, empty text for the whole host
 * @param value in the unit of {@link Vital#unit()}
 */
public record Reading(Instant at, Vital vital, String scope, double value) {}
