package dev.kedge.model;

/**
 * Something the agent cannot see on its host, and what would let it.
 *
 * @param feature what is missing, for example {@code kernel stacks of other users' processes}
 * @param cause what the kernel said, for example {@code perf_event_open: EACCES,
 *     perf_event_paranoid=2}
 * @param remedy what gives it, for example {@code CAP_PERFMON}
 */
public record Limitation(String feature, String cause, String remedy) {}
