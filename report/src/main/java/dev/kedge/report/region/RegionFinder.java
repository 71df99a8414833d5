package dev.kedge.report.region;

import dev.kedge.report.line.LineSource;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.Family;
import dev.kedge.report.rules.FamilyRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what belongs to a report that begins at a given line: the lines of the same caller (task or
 * CPU) where the log names callers, all lines up to the next header where it does not.
 */
public final class RegionFinder {
  /** Bounds of one report: more than any kernel prints without a break, few enough to be quick. */
  static final int MAX_LINES = 4000;

  private static final int MAX_FOREIGN_HEADERS = 64;

  /** The same report told more often before its stack comes is many reports. */
  private static final int MAX_TOLD_AGAIN = 8;

  private static final String ALL_CPUS = "Sending NMI from CPU";
  private static final int LINES_BEFORE = 10;
  private static final int MAX_QUIET = 400;

  /** A report of this many lines of its own has its stack; the panic's adds nothing. */
  private static final int COMPLETE_LINES = 22;

  /**
   * The region of one report.
   *
   * @param headers of the log it stands in
   * @param first index of its header
   * @param header the line there
   * @param family what the header begins
   */
  public Region find(HeaderLines headers, int first, LogLine header, Family family) {
    LineSource log = headers.log();
    Collector collector = new Collector(header, family);
    int next = first + 1;
    boolean nextFixed = false;
    int last = first;
    int foreign = 0;
    int quiet = 0;
    for (int i = first + 1; i < log.size() && i - first < MAX_LINES; i++) {
      LogLine line = log.line(i);
      List<FamilyRules.Header> others = headers.at(i);
      boolean same = collector.sameContext(line) && !collector.interrupts(others);
      if (!others.isEmpty() && !collector.continues(others.getFirst().family(), line, same)) {
        if (!nextFixed) {
          // Those told too often are reports of their own; only lines between them were passed
          // over.
          next = collector.told > MAX_TOLD_AGAIN ? last + 1 : i;
          nextFixed = true;
        }
        if (same || ++foreign > MAX_FOREIGN_HEADERS) {
          break;
        }
      }
      if (!same) {
        collector.foreign(line);
      }
      if (same && collector.accept(line)) {
        last = i;
        quiet = 0;
      } else if (++quiet > MAX_QUIET) {
        break;
      }
    }
    if (!nextFixed) {
      next = last + 1;
    }
    return new Region(
        first, last, log.line(last).number(), next, before(log, first), collector.lines);
  }

  private static List<LogLine> before(LineSource log, int first) {
    List<LogLine> lines = new ArrayList<>();
    for (int i = Math.max(0, first - LINES_BEFORE); i < first; i++) {
      lines.add(log.line(i));
    }
    return lines;
  }

  /** The evidence as it grows. */
  private static final class Collector {
    private final LogLine header;
    private final Family family;
    private final List<LogLine> lines = new ArrayList<>();
    private boolean allCpus;
    private boolean panicTail;
    private boolean stackSeen;
    private int members = 1;
    private int told;

    Collector(LogLine header, Family family) {
      this.header = header;
      this.family = family;
      lines.add(header);
    }

    boolean sameContext(LogLine line) {
      if (header.micros() >= 0 && line.micros() < 0) {
        // The kernel stamps all its lines or none; this one was written by a program.
        return false;
      }
      if (!line.host().equals(header.host())) {
        return false;
      }
      return line.caller().equals(header.caller()) || (allCpus && line.fromCpu());
    }

    /** A program's words in the middle of a kernel's; which context printed them tells nothing. */
    boolean interrupts(List<FamilyRules.Header> others) {
      return !family.program() && !others.isEmpty() && others.getFirst().family().program();
    }

    /** A header that is part of this report: a follow-up, or the same stall told again. */
    boolean continues(Family other, LogLine line, boolean same) {
      if (other.continues()) {
        return same;
      }
      return same
          && other.name().equals(family.name())
          && !stackSeen
          && ++told <= MAX_TOLD_AGAIN
          && (line.micros() < 0
              || header.micros() < 0
              || line.micros() - header.micros() < 5_000_000);
    }

    /**
     * A line of another context. Only one asks all CPUs for their backtraces at a time
     * (nmi_trigger_cpumask_backtrace in lib/nmi_backtrace.c): what CPUs print from then on answers
     * the latest.
     */
    void foreign(LogLine line) {
      if (allCpus && line.text().contains(ALL_CPUS)) {
        allCpus = false;
      }
    }

    /** True when the line looks like a part of a report, not like ordinary log. */
    boolean accept(LogLine line) {
      String text = line.text();
      if (text.contains(ALL_CPUS)) {
        allCpus = true;
      }
      if (text.contains("Kernel panic - not syncing") && members > COMPLETE_LINES) {
        panicTail = true;
      }
      boolean member = ReportText.belongs(text);
      members += member ? 1 : 0;
      if (!panicTail) {
        lines.add(line);
        stackSeen |= text.endsWith("Call Trace:") || text.endsWith("Call trace:");
      }
      return member;
    }
  }
}
