package dev.kedge.model;

import java.time.Duration;

/**
 * What the agent itself has used since it started: totals, so that any two heartbeats give a rate.
 *
 * @param uptime since the agent's process started
 * @param cpu user and system CPU time of the agent's process
 * @param rssBytes resident set size now, perf rings included
 * @param samples samples read from the perf rings
 * @param lostSamples samples the kernel reported as lost (ring full)
 * @param truncatedStacks samples whose user stack was cut before its end
 * @param windows profile windows closed
 * @param uploadedBytes bytes of acknowledged uploads, compressed
 * @param spoolBytes bytes waiting on disk for the server
 * @param droppedUploads uploads given up because the spool was full
 * @param unreadableReadings readings of /proc or cgroupfs that failed
 */
public record AgentCost(
    Duration uptime,
    Duration cpu,
    long rssBytes,
    long samples,
    long lostSamples,
    long truncatedStacks,
    long windows,
    long uploadedBytes,
    long spoolBytes,
    long droppedUploads,
    long unreadableReadings) {}
