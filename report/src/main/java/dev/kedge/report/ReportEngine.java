package dev.kedge.report;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.detail.DetailReader;
import dev.kedge.report.detail.ReportDetails;
import dev.kedge.report.event.EventFinder;
import dev.kedge.report.event.FleetEvent;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.FingerprintReader;
import dev.kedge.report.line.ConsoleLog;
import dev.kedge.report.line.LineSource;
import dev.kedge.report.line.LogLine;
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

  private final FamilyRules families;
  private final RegionFinder regions;
  private final ReportReader reader;
  private final FingerprintReader fingerprints;
  private final DetailReader details;
  private final EventFinder events;
  private final SeverityRules severities;

  ReportEngine(RuleSet rules) {
    families = rules.families();
    regions = new RegionFinder(families);
    reader = new ReportReader(rules.frames(), TypeRules.read(rules.types()));
    fingerprints = new FingerprintReader(rules.frames());
    details = new DetailReader(rules.frames());
    events = new EventFinder(families);
    severities = SeverityRules.shipped();
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
    LogLine first = log.line(0);
    List<FamilyRules.Header> headers = families.headers(first.text(), log.candidates(0));
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    Region region = regions.find(log, 0, first, headers.getFirst().family());
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
          LogLine first = log.line(0);
          List<FamilyRules.Header> headers = families.headers(first.text(), log.candidates(0));
          List<LogLine> lines =
              headers.isEmpty()
                  ? IntStream.range(0, log.size()).mapToObj(log::line).toList()
                  : regions.find(log, 0, first, headers.getFirst().family()).evidence();
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

  Severity severity(KernelReport report) {
    return severities.of(report);
  }

  List<FleetEvent> events(LineSource log) {
    return events.find(log);
  }

  List<KernelReport> read(LineSource log) {
    List<KernelReport> reports = new ArrayList<>();
    boolean panicked = false;
    boolean suppressed = false;
    record Found(List<FamilyRules.Header> headers, Region region) {}
    List<Found> found = new ArrayList<>();
    int next = 0;
    for (int i = log.nextCandidate(0); i < log.size(); i = log.nextCandidate(i + 1)) {
      BitSet candidates = log.candidates(i);
      LogLine line = log.line(i);
      panicked |= line.raw().contains(PANIC);
      suppressed |= families.suppresses(line.text(), candidates);
      if (i < next || found.size() == MAX_REPORTS) {
        continue;
      }
      List<FamilyRules.Header> headers = families.headers(line.text(), candidates);
      if (!headers.isEmpty() && !printedAgain(log, i) && !firstBoot(headers, log, i)) {
        Region region = regions.find(log, i, line, headers.getFirst().family());
        found.add(new Found(headers, region));
        next = region.next();
      }
    }
    for (Found f : found) {
      String text = text(log, f.region());
      reports.add(reader.read(f.headers(), f.region(), text, panicked, suppressed));
    }
    return List.copyOf(reports);
  }

  /**
   * A line cut off by a new console is printed again, whole, after a notice; symbolizing repeats a
   * header for each inlined function, the real one last.
   */
  private boolean printedAgain(LineSource log, int index) {
    if (index + 1 >= log.size()) {
      return false;
    }
    String next = log.line(index + 1).text();
    return next.contains("** replaying previous printk message **")
        || (log.line(index).text().endsWith("[inline]")
            && !families.headers(next, log.candidates(index + 1)).isEmpty());
  }

  /** The machine's first boot is no reboot: nothing but firmware spoke before. */
  private boolean firstBoot(List<FamilyRules.Header> headers, LineSource log, int index) {
    if (!headers.getFirst().family().afterBoot()) {
      return false;
    }
    int before = index - 1;
    while (before >= 0 && families.isFirmware(log.line(before).text())) {
      before--;
    }
    return before < 0 || log.line(index).micros() >= 0;
  }

  private static String text(LineSource log, Region region) {
    StringBuilder out = new StringBuilder();
    for (int i = region.first(); i <= region.last(); i++) {
      if (out.length() > MAX_TEXT) {
        return out.append(ConsoleLog.CUT.strip()).append('\n').toString();
      }
      out.append(log.line(i).raw()).append('\n');
    }
    return out.toString();
  }
}
