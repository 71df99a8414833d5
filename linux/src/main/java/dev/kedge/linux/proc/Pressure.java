package dev.kedge.linux.proc;

import java.util.OptionalLong;

/**
 * Stall totals of one resource since boot (psi_show, kernel/sched/psi.c).
 *
 * @param someMicros time in which at least one task was stalled
 * @param fullMicros time in which all non-idle tasks were; empty on kernels that do not tell it for
 *     CPU (before 5.13)
 */
public record Pressure(long someMicros, OptionalLong fullMicros) {}
