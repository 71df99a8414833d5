package dev.kedge.store.issues;

import dev.kedge.report.rules.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An issue: the reports, from any host, that are of one fault, or the events of one title.
 *
 * @param issue its number
 * @param title title of its first report
 * @param kind {@code report}, or the part of the machine events are of, such as {@code storage}
 * @param type label of the class of its first report, or the rule of events
 * @param severity of its worst occurrence
 * @param corrupted every report of it is cut or interleaved
 * @param firstSeen earliest report
 * @param lastSeen latest report
 * @param occurrences reports in all
 * @param hosts hosts it was seen on
 * @param newHosts how many of them got it in the last day
 * @param newInKernel the newest kernel of the fleet, when it was seen with that and with no other
 * @param kernels kernel releases it was seen with, most reports first, at most 50
 * @param trend reports per UTC day of the last 14 days, oldest first, today last
 */
public record IssueSummary(
    long issue,
    String title,
    String kind,
    String type,
    Severity severity,
    boolean corrupted,
    Instant firstSeen,
    Instant lastSeen,
    long occurrences,
    long hosts,
    long newHosts,
    Optional<String> newInKernel,
    List<KernelCount> kernels,
    List<Long> trend) {
  public IssueSummary {
    kernels = List.copyOf(kernels);
    trend = List.copyOf(trend);
  }

  /**
   * Reports with one kernel.
   *
   * @param kernel its release
   * @param occurrences how many
   */
  public record KernelCount(String kernel, long occurrences) {}
}
