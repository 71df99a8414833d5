package dev.kedge.report;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.detail.DetailReader;
import dev.kedge.report.detail.ReportDetails;
import dev.kedge.report.event.EventFinder;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.FingerprintReader;
import dev.kedge.report.line.ConsoleLog;
import dev.kedge.report.line.LineSource;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.region.HeaderLines;
import dev.kedge.report.region.Region;
import dev.kedge.report.region.RegionFinder;
import dev.kedge.report.rules.FamilyRules;
import dev.kedge.report.rules.RuleSet;
import dev.kedge.report.rules.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.IntStream;

/**
 * Finds and reads the reports in a sequence of lines. Immutable; safe for any number of threads.
 */
final class ReportEngine {
  private static final String PANIC = "Kernel panic - not syncing";

  /** More reports than this in one log say nothing new. */
  static final int MAX_REPORTS = 10_000;

  /** Characters kept of one report's text. */
  static final int MAX_TEXT = 1 << 20;

  /** Characters kept of the texts of all reports of a log: they overlap when callers interleave. */
  static final int MAX_TEXTS = 1 << 26;

  /** A line is in the texts of not more than this many reports, on the average of a log. */
  static final int MAX_OVERLAP = 16;

  private final FamilyRules families;
  private final RegionFinder regions;
  private final ReportReader reader;
  private final FingerprintReader fingerprints;
  private final DetailReader details;
  private final EventFinder events;
  private final SeverityRules severities;

  ReportEngine(RuleSet rules) {
    families = rules.families();
    regions = new RegionFinder();
    reader = new ReportReader(rules.frames(), TypeRules.read(rules.types()));
    fingerprints = new FingerprintReader(rules.frames());
    details = new DetailReader(rules.frames());
    events = new EventFinder(families);
    severities = SeverityRules.read(rules.severities());
  }

  /**
   * The fingerprint of a report this or another engine found, taken from its text. A text that no
   * longer begins with a header, such as a cut one, gives its titles only.
   */
  Fingerprint fingerprint(KernelReport report) {
    SequencedSet<String> titles = new LinkedHashSet<>();
    titles.add(report.title());
    titles.addAll(report.alternativeTitles());
    return linesOf(report)
        .flatMap(log -> fingerprint(report, titles, log))
        .orElseGet(() -> Fingerprint.ofTitles(titles));
  }

  private Optional<Fingerprint> fingerprint(
      KernelReport report, SequencedSet<String> titles, ConsoleLog log) {
    HeaderLines lines = new HeaderLines(log, families);
    List<FamilyRules.Header> headers = lines.at(0);
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    Region region = regions.find(lines, 0, log.line(0), headers.getFirst().family());
    FamilyRules.Header header = ReportReader.complete(headers, region.evidence());
    Optional<Map.Entry<String, String>> blame =
        report
            .blameLine()
            .flatMap(line -> report.text().lines().skip(line).findFirst())
            .map(line -> Map.entry(line, report.frame().orElse("")));
    return Optional.of(
        fingerprints
            .read(titles, header.family(), header.captures(), region, blame)
            .withFile(details.guiltyFile(region.evidence(), isStall(report))));
  }

  /**
   * What a report this or another engine found tells besides its title, taken from its text; empty
   * when the text has no line.
   */
  Optional<ReportDetails> details(KernelReport report) {
    return linesOf(report)
        .map(log -> {
          HeaderLines known = new HeaderLines(log, families);
          List<FamilyRules.Header> headers = known.at(0);
          List<LogLine> lines =
              headers.isEmpty()
                  ? IntStream.range(0, log.size()).mapToObj(log::line).toList()
                  : regions.find(known, 0, log.line(0), headers.getFirst().family()).evidence();
          return details.read(lines, isStall(report));
        });
  }

  private static boolean isStall(KernelReport report) {
    return report.alternativeTitles().stream().anyMatch(t -> t.startsWith("stall in "));
  }

  /** The lines of a report's text, when it has any. */
  private Optional<ConsoleLog> linesOf(KernelReport report) {
    byte[] text = report.text().getBytes(StandardCharsets.UTF_8);
    WholeLog whole = new WholeLog(this, EnumSet.allOf(Carrier.class));
    whole.feed(text, 0, text.length);
    return whole.linesOfFirstHost().filter(log -> log.size() > 0);
  }

  FamilyRules families() {
    return families;
  }

  Severity severity(String title, String text) {
    return severities.of(title, text);
  }

  EventFinder.Found events(LineSource log) {
    return events.find(log);
  }

  List<KernelReport> read(LineSource log) {
    List<KernelReport> reports = new ArrayList<>();
    boolean panicked = false;
    boolean suppressed = false;
    record Found(List<FamilyRules.Header> headers, Region region) {}
    List<Found> found = new ArrayList<>();
    HeaderLines known = new HeaderLines(log, families);
    int spoken = firstSpoken(log);
    int next = 0;
    for (int i = log.nextCandidate(0); i < log.size(); i = log.nextCandidate(i + 1)) {
      BitSet candidates = log.candidates(i);
      LogLine line = log.line(i);
      panicked |= line.raw().contains(PANIC);
      suppressed |= families.suppresses(line.text(), candidates);
      if (i < next || found.size() == MAX_REPORTS) {
        continue;
      }
      List<FamilyRules.Header> headers = known.at(i);
      boolean firstBoot =
          !headers.isEmpty()
              && headers.getFirst().family().afterBoot()
              && (i < spoken || line.micros() >= 0);
      if (!headers.isEmpty() && !firstBoot && !printedAgain(known, i)) {
        Region region = regions.find(known, i, line, headers.getFirst().family());
        found.add(new Found(headers, region));
        next = region.next();
      }
    }
    int budget = MAX_TEXTS;
    int lines = (int) Math.min(Integer.MAX_VALUE, (long) MAX_OVERLAP * log.size());
    for (Found f : found) {
      String text = text(log, f.region(), lines, Math.min(MAX_TEXT, budget));
      budget = Math.max(0, budget - text.length());
      lines = Math.max(0, lines - (f.region().last() - f.region().first() + 1));
      reports.add(reader.read(f.headers(), f.region(), text, panicked, suppressed));
    }
    return List.copyOf(reports);
  }

  /**
   * A line cut off by a new console is printed again, whole, after a notice; symbolizing repeats a
   * header for each inlined function, the real one last.
   */
  private boolean printedAgain(HeaderLines headers, int index) {
    LineSource log = headers.log();
    if (index + 1 >= log.size()) {
      return false;
    }
    return log.line(index + 1).text().contains("** replaying previous printk message **")
        || (log.line(index).text().endsWith("[inline]") && !headers.at(index + 1).isEmpty());
  }

  /** The first line firmware did not print: a boot above it is the machine's first, no reboot. */
  private int firstSpoken(LineSource log) {
    int index = 0;
    while (index < log.size() && families.isFirmware(log.line(index).text())) {
      index++;
    }
    return index;
  }

  private static String text(LineSource log, Region region, int lines, int most) {
    StringBuilder out = new StringBuilder();
    for (int i = region.first(); i <= region.last(); i++) {
      if (i - region.first() >= lines || out.length() >= most) {
        return out.append(ConsoleLog.CUT.strip()).append('\n').toString();
      }
      out.append(log.line(i).raw()).append('\n');
    }
    return out.toString();
  }
}
