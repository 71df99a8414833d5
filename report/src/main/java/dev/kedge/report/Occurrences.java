package dev.kedge.report;

import java.util.List;

/**
 * What was seen in the kernel logs of hosts.
 *
 * @param reports kernel reports
 * @param events what else happened to the machines
 */
public record Occurrences(List<Occurrence> reports, List<EventOccurrence> events) {
  /** Copies the lists. */
  public Occurrences {
    reports = List.copyOf(reports);
    events = List.copyOf(events);
  }

  /** How many there are of both. */
  public int size() {
    return reports.size() + events.size();
  }
}
