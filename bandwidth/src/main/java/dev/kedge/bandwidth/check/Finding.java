package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.CpuLimit;

/**
 * A dangerous limit.
 *
 * @param group path of the group
 * @param rule which rule of {@code limit-check.rules} it broke
 * @param severity how bad it is
 * @param limit the group's own limit
 * @param reason in words, with figures
 * @param fix what to do
 */
public record Finding(
    String group, String rule, Severity severity, CpuLimit limit, String reason, Fix fix) {}
