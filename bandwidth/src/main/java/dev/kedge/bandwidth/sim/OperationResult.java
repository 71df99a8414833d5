package dev.kedge.bandwidth.sim;

import org.HdrHistogram.Histogram;

/**
 * Responses of a job or lengths of an operation, over all tasks that do it.
 *
 * @param name as the step names it
 * @param done how many were finished
 * @param due jobs released by the end; operations begun
 * @param nanoseconds their lengths, three digits exact
 * @param censoredNs age of the oldest unfinished one at the end, 0 when there is none
 * @param blockedNs time spent blocked on locks inside, summed over tasks
 */
public record OperationResult(
    String name, long done, long due, Histogram nanoseconds, long censoredNs, long blockedNs) {}
