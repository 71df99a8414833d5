package dev.kedge.linux.proc;

import java.time.Duration;

/**
 * What this process has used.
 *
 * @param cpu user and system time since it started, in steps of 10 ms
 * @param rssBytes resident memory now
 * @param peakRssBytes the most it ever was ({@code VmHWM})
 */
public record OwnCost(Duration cpu, long rssBytes, long peakRssBytes) {}
