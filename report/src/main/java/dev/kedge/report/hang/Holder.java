package dev.kedge.report.hang;

/**
 * Who holds what another task waits for, or does the work it waits for.
 *
 * @param task the holder
 * @param certainty on what grounds
 */
public record Holder(TaskRef task, Certainty certainty) {}
