package dev.kedge.store.issues;

import dev.kedge.report.ReportType;
import java.time.Instant;
import java.util.List;

/**
 * An issue: the reports, from any host, that have a title in common.
 *
 * @param issue its number
 * @param title title of its first report
 * @param type class of its first report
 * @param severity how bad it is
 * @param corrupted every report of it is cut or interleaved
 * @param firstSeen earliest report
 * @param lastSeen latest report
 * @param occurrences reports in all
 * @param hosts hosts it was seen on
 * @param kernels kernel releases it was seen with, most reports first, at most 50
 * @param trend reports per UTC day of the last 14 days, oldest first, today last
 */
public record IssueSummary(
    long issue,
    String title,
    ReportType type,
    Severity severity,
    boolean corrupted,
    Instant firstSeen,
    Instant lastSeen,
    long occurrences,
    long hosts,
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
