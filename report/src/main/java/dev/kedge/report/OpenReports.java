package dev.kedge.report;

import dev.kedge.report.line.LogLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Headers of a stream whose reports may still grow, by who printed them. A report is over when its
 * printer was quiet for {@link ReportStream#QUIET_MICROS}, or for more lines of others than a
 * report is looked for in.
 */
final class OpenReports {
  /** Lines of others after which nothing more of a report is expected. */
  private static final int QUIET_LINES = 400;

  private static final String ALL_CPUS = "Sending NMI from CPU";

  /** One printer with at least one header. */
  private static final class Printer {
    int headers;
    int lastLine;
    long lastMicros = -1;
  }

  private final Map<String, Printer> printers = new HashMap<>();

  /** In the order of their first headers. */
  private final List<Printer> speaking = new ArrayList<>();

  /** Those who asked the other CPUs for their stacks. */
  private final Set<Printer> allCpus = new HashSet<>();

  boolean isEmpty() {
    return printers.isEmpty();
  }

  void clear() {
    printers.clear();
    speaking.clear();
    allCpus.clear();
  }

  /** Notes a line; returns true when a printer that has a report begins another. */
  boolean note(LogLine line, boolean header) {
    Printer printer = printers.get(line.caller());
    if (printer == null && header) {
      printer = new Printer();
      printers.put(line.caller(), printer);
      speaking.add(printer);
    }
    if (printer != null) {
      heard(printer, line);
      if (line.text().contains(ALL_CPUS)) {
        allCpus.add(printer);
      }
      printer.headers += header ? 1 : 0;
    }
    if (line.fromCpu()) {
      allCpus.forEach(other -> heard(other, line));
    }
    return header && printer != null && printer.headers > 1;
  }

  private static void heard(Printer printer, LogLine line) {
    printer.lastLine = line.number();
    printer.lastMicros = Math.max(printer.lastMicros, line.micros());
  }

  /** True when a printer's reports are over at a line that is not noted yet. */
  boolean isOver(String caller, LogLine now) {
    Printer printer = printers.get(caller);
    return printer == null || isOver(printer, now);
  }

  /** True when all reports are over. */
  boolean allOver(LogLine now) {
    for (Printer printer : speaking) {
      if (!isOver(printer, now)) {
        return false;
      }
    }
    return true;
  }

  /** True when the reports of the printer that began first are over. */
  boolean firstOver(LogLine now) {
    return !speaking.isEmpty() && isOver(speaking.getFirst(), now);
  }

  private static boolean isOver(Printer printer, LogLine now) {
    boolean quiet =
        printer.lastMicros >= 0 && now.micros() - printer.lastMicros > ReportStream.QUIET_MICROS;
    return quiet || now.number() - printer.lastLine > QUIET_LINES;
  }
}
