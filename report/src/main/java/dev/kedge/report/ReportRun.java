package dev.kedge.report;

import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.Ongoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One occurrence: a report, or a state the kernel reported again and again while it lasted, such as
 * a task that hung for an hour.
 *
 * @param reports the reports of it in order, at least one
 * @param fingerprint what identifies the issue of the first
 */
public record ReportRun(List<HostReport> reports, Fingerprint fingerprint) {
  /** Copies the list. */
  public ReportRun {
    reports = List.copyOf(reports);
  }

  /** The first report. */
  public KernelReport report() {
    return reports.getFirst().report();
  }

  /** How often it was reported. */
  public int times() {
    return reports.size();
  }

  /** Time from the first report to the last; zero where it was reported once. */
  public Duration lasted() {
    Optional<Duration> first = reports.getFirst().report().uptime();
    Optional<Duration> last = reports.getLast().report().uptime();
    return first.isEmpty() || last.isEmpty() ? Duration.ZERO : last.get().minus(first.get());
  }

  /**
   * The occurrences in a log, in the order of their first reports. Reports without a time stamp
   * stand alone.
   *
   * @param parser takes the fingerprints
   */
  public static List<ReportRun> of(List<HostReport> reports, ReportParser parser) {
    List<Growing> runs = new ArrayList<>();
    Map<String, Growing> open = new HashMap<>();
    for (HostReport found : reports) {
      KernelReport report = found.report();
      Fingerprint print = parser.fingerprint(report);
      Optional<Ongoing> state = report.uptime().isEmpty() ? Optional.empty() : print.ongoing();
      String where = found.host() + '\n' + found.boot() + '\n';
      Growing last = state.map(s -> open.get(where + s.key())).orElse(null);
      if (last != null && last.continuedBy(report, state.orElseThrow())) {
        last.reports.add(found);
      } else {
        last = new Growing(found, print);
        runs.add(last);
      }
      if (state.isPresent()) {
        last.state = state;
        open.put(where + state.get().key(), last);
      }
    }
    return runs.stream().map(run -> new ReportRun(run.reports, run.fingerprint)).toList();
  }

  /** A run that may go on. */
  private static final class Growing {
    final List<HostReport> reports = new ArrayList<>();
    final Fingerprint fingerprint;
    Optional<Ongoing> state = Optional.empty();

    Growing(HostReport first, Fingerprint fingerprint) {
      reports.add(first);
      this.fingerprint = fingerprint;
    }

    boolean continuedBy(KernelReport report, Ongoing now) {
      Duration before = reports.getLast().report().uptime().orElse(Duration.ZERO);
      Duration apart = report.uptime().orElse(Duration.ZERO).minus(before);
      return !apart.isNegative() && state.filter(s -> now.continues(s, apart)).isPresent();
    }
  }
}
