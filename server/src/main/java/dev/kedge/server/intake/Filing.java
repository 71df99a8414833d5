package dev.kedge.server.intake;

import dev.kedge.report.EventOccurrence;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.Occurrences;
import dev.kedge.report.rules.Severity;
import dev.kedge.store.Store;
import dev.kedge.store.issues.Filed;
import java.util.ArrayList;
import java.util.List;

/** Files reports and events in the store and counts them. Safe for many threads. */
final class Filing {
  private static final String REPORT = "report";

  private final Store store;
  private final IntakeCounters counters;

  Filing(Store store, IntakeCounters counters) {
    this.store = store;
    this.counters = counters;
  }

  /**
   * One occurrence that was filed.
   *
   * @param kind {@code report}, or the part of the machine an event is of
   * @param severity how bad it is for its host
   * @param title its title
   * @param startLine its first line
   * @param endLine its last line
   * @param times how often it was said
   * @param filed where it went
   */
  record Entry(
      String kind,
      Severity severity,
      String title,
      int startLine,
      int endLine,
      int times,
      Filed filed) {
    /** With a later one of the same occurrence. */
    Entry with(Entry later) {
      Filed both =
          new Filed(
              filed.issue(),
              filed.occurrence(),
              filed.newIssue(),
              filed.again(),
              filed.duplicate() && later.filed.duplicate());
      return new Entry(kind, severity, title, startLine, later.endLine, times + later.times, both);
    }
  }

  /**
   * Files them one by one, reports first: a retry after a failure in the middle finds the first
   * ones as duplicates.
   */
  List<Entry> file(Occurrences found) {
    List<Entry> entries = new ArrayList<>();
    for (Occurrence o : found.reports()) {
      Filed filed = store.issues().file(o);
      KernelReport report = o.report();
      Severity severity = store.reports().severity(report);
      count(filed, REPORT, severity);
      entries.add(
          new Entry(
              REPORT, severity, report.title(), report.startLine(), report.endLine(), 1, filed));
    }
    for (EventOccurrence o : found.events()) {
      Filed filed = store.issues().file(o);
      count(filed, o.event().area(), o.event().severity());
      entries.add(
          new Entry(
              o.event().area(),
              o.event().severity(),
              o.event().title(),
              o.event().startLine(),
              o.event().endLine(),
              o.event().count(),
              filed));
    }
    return entries;
  }

  private void count(Filed filed, String kind, Severity severity) {
    if (!filed.duplicate() && !filed.again()) {
      counters.occurred(kind, severity);
    }
  }
}
