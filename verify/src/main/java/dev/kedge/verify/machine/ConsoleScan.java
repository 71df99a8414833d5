package dev.kedge.verify.machine;

import dev.kedge.report.HostReport;
import dev.kedge.report.KernelReport;
import dev.kedge.report.ReportParser;
import dev.kedge.report.WholeLog;
import dev.kedge.report.carrier.Carrier;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.ConsoleReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a console tells: the kernel reports in it, by the same rules as those of the fleet, and
 * whether the kernel panicked. Immutable; safe for any number of threads.
 */
public final class ConsoleScan {
  private static final String PANIC = "Kernel panic - not syncing";
  private static final int MAX_PANIC = 200;

  private final ReportParser parser;

  /** Reads consoles with this parser. */
  public ConsoleScan(ReportParser parser) {
    this.parser = parser;
  }

  /**
   * What was found.
   *
   * @param reports the kernel reports, in order
   * @param panic the first line of a panic, without its time stamp; empty when there was none
   */
  public record Findings(List<ConsoleReport> reports, Optional<String> panic) {
    /** Copies the reports. */
    public Findings {
      reports = List.copyOf(reports);
    }
  }

  /**
   * Reads a console.
   *
   * @param expected says of a report's title whether the suites that ran asked for it
   * @throws VerifyException when the file cannot be read
   */
  public Findings scan(Path console, Predicate<String> expected) {
    try {
      byte[] text = Files.readAllBytes(console);
      WholeLog log = parser.open(EnumSet.of(Carrier.CONSOLE));
      log.feed(text, 0, text.length);
      List<ConsoleReport> reports =
          log.finish().reports().stream()
              .map(HostReport::report)
              .map(report -> report(report, expected))
              .toList();
      return new Findings(reports, panic(text));
    } catch (IOException e) {
      throw new VerifyException(console + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private ConsoleReport report(KernelReport report, Predicate<String> expected) {
    return new ConsoleReport(
        report.title(),
        report.type().label(),
        parser.fingerprint(report).stackHash().orElse(report.title()),
        report.startLine(),
        expected.test(report.title()));
  }

  private static Optional<String> panic(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.contains(PANIC))
        .findFirst()
        .map(line -> line.substring(line.indexOf(PANIC)).strip())
        .map(line -> line.substring(0, Math.min(line.length(), MAX_PANIC)));
  }
}
