package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Band;

/**
 * One way to set a group up, and what comes of it.
 *
 * @param name what is done, such as {@code smallest quota}
 * @param setting as the files would show it, such as {@code 40000 100000}
 * @param possible false when nothing of the kind meets the target; the bands are then those of
 *     today's limit
 * @param meetsTarget whether 19 of 20 runs meet the target
 * @param throttledShare part of the counted periods with throttling, by its own limit or one above
 *     or below, whichever throttles the most
 * @param usage CPUs the group uses
 * @param waiting threads that wait on average: lost seconds per second
 * @param p50Ms half of the activations are shorter, milliseconds
 * @param p99Ms 99 of 100 activations are shorter, milliseconds
 * @param longestPauseMs longest time a runnable thread did not run, milliseconds
 */
public record Option(
    String name,
    String setting,
    boolean possible,
    boolean meetsTarget,
    Band throttledShare,
    Band usage,
    Band waiting,
    Band p50Ms,
    Band p99Ms,
    Band longestPauseMs) {}
