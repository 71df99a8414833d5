package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.KernelReport;
import dev.kedge.report.ReportRun;
import java.io.PrintWriter;
import java.util.List;

/** The reports of a log for people. */
final class ReportText {
  private static final int TITLE = 400;

  private ReportText() {}

  static void print(PrintWriter out, String name, List<ReportRun> runs, boolean text) {
    if (runs.isEmpty()) {
      out.println(name + ": no kernel report");
    }
    for (ReportRun run : runs) {
      KernelReport report = run.report();
      out.println("%s:%d-%d".formatted(name, report.startLine(), report.endLine()));
      String host = run.reports().getFirst().host();
      if (!host.isEmpty()) {
        out.println("  host   " + Printable.of(host, 255));
      }
      out.println("  title  " + Printable.of(report.title(), TITLE));
      report
          .alternativeTitles()
          .forEach(alt -> out.println("  alt    " + Printable.of(alt, TITLE)));
      out.println("  type   " + report.type().label() + flags(report));
      report.frame().ifPresent(frame -> out.println("  frame  " + Printable.of(frame, TITLE)));
      if (run.times() > 1) {
        out.println(
            "  again  %d more over %d s, last at line %d"
                .formatted(
                    run.times() - 1,
                    run.lasted().toSeconds(),
                    run.reports().getLast().report().startLine()));
      }
      if (text) {
        report.text().lines().forEach(line -> out.println("  | " + Printable.of(line, 1000)));
      }
    }
  }

  /** A file's name, fit for a terminal. */
  static String name(String file) {
    return file.equals(ReportInput.STANDARD_INPUT) ? "stdin" : Printable.of(file, 400);
  }

  private static String flags(KernelReport report) {
    return (report.panicked() ? ", panicked" : "")
        + (report.corrupted() ? ", corrupted" : "")
        + (report.suppressed() ? ", suppressed" : "");
  }
}
