package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Band;
import java.util.OptionalDouble;

/**
 * One limit on the way from the root group to a group.
 *
 * @param path of the group that has it
 * @param limit as {@code cpu.max} shows it
 * @param usage CPUs used of it
 * @param throttledShare measured part of its periods with throttling; empty when not counted
 * @param throttledCpus measured {@code throttled_time} of its own limit, in CPUs
 * @param simulatedShare part of the periods with throttling in the simulation of today's limits;
 *     empty when the level was not simulated
 * @param closes whether this is the limit that throttles the group the most
 */
public record Level(
    String path,
    String limit,
    double usage,
    OptionalDouble throttledShare,
    OptionalDouble throttledCpus,
    java.util.Optional<Band> simulatedShare,
    boolean closes) {}
