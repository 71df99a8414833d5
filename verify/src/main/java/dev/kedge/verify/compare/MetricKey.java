package dev.kedge.verify.compare;

import dev.kedge.verify.result.Statistic;

/**
 * Which comparison is meant.
 *
 * @param path the case, a {@link dev.kedge.verify.result.CaseResult#path()}
 * @param machine the machine
 * @param metric the metric's name
 * @param statistic the number that stands for each boot
 */
public record MetricKey(String path, String machine, String metric, Statistic statistic) {}
