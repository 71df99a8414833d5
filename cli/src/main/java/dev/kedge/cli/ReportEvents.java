package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.HostEvent;
import dev.kedge.report.event.FleetEvent;
import java.io.PrintWriter;
import java.util.List;

/** Prints what a log says about its machine besides reports. */
final class ReportEvents {
  private ReportEvents() {}

  static void print(PrintWriter out, String name, List<HostEvent> events) {
    for (HostEvent found : events) {
      FleetEvent event = found.event();
      String device = event.device().map(d -> " (" + Printable.of(d, 100) + ")").orElse("");
      String times = event.count() > 1 ? ", %d times".formatted(event.count()) : "";
      out.println(
          "%s:%d-%d%n  event  %s%s%n  means  %s%s"
              .formatted(
                  name,
                  event.startLine(),
                  event.endLine(),
                  Printable.of(event.title(), 400),
                  device,
                  event.severity().label(),
                  times));
    }
  }
}
