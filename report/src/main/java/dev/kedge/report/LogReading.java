package dev.kedge.report;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.Losses;
import java.util.List;
import java.util.Set;

/**
 * What was found in a log.
 *
 * @param reports in the order of their first lines
 * @param events what else the log says about its machines, in the order of their first lines
 * @param carriers what brought the lines, besides plain console text
 * @param hosts how many machines spoke
 * @param losses what is missing of it
 */
public record LogReading(
    List<HostReport> reports,
    List<HostEvent> events,
    Set<Carrier> carriers,
    int hosts,
    Losses losses) {
  public LogReading {
    reports = List.copyOf(reports);
    events = List.copyOf(events);
    carriers = Set.copyOf(carriers);
  }
}
