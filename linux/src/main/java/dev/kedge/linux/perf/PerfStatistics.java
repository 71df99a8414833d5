package dev.kedge.linux.perf;

/**
 * What a sampler has done since it was opened.
 *
 * @param samples samples handed over
 * @param lost records the kernel could not write because a ring was full
 * @param unknownRecords records of types that are not handled
 * @param malformedRecords records too short for their type
 * @param corruptBytes bytes skipped in rings whose content made no sense
 * @param rings open rings
 * @param ringBytes memory of all rings, control pages included
 * @param events open perf events
 * @param sampleNanos time spent taking and handling samples
 * @param recordNanos time spent on records of all types, samples included
 */
public record PerfStatistics(
    long samples,
    long lost,
    long unknownRecords,
    long malformedRecords,
    long corruptBytes,
    int rings,
    long ringBytes,
    int events,
    long sampleNanos,
    long recordNanos) {}
