package dev.kedge.report;

import dev.kedge.report.line.LogLine;
import dev.kedge.report.region.Corruption;
import dev.kedge.report.region.Region;
import dev.kedge.report.rules.Family;
import dev.kedge.report.rules.FamilyRules;
import dev.kedge.report.rules.FrameRules;
import dev.kedge.report.rules.LineTemplate;
import dev.kedge.report.title.Blame;
import dev.kedge.report.title.FrameSearch;
import dev.kedge.report.title.TitleForm;
import dev.kedge.report.trace.Trace;
import dev.kedge.report.trace.TraceReader;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the region of a report into the report: captures, frame, titles, flags. */
final class ReportReader {
  private static final String NO_FRAME = "corrupted";
  private static final String ORIGIN = "origin";

  /** Captures of other lines are looked for this far. */
  private static final int EVIDENCE_WINDOW = 60;

  private final FrameSearch search;
  private final TypeRules types;

  ReportReader(FrameRules frames, TypeRules types) {
    this.types = types;
    this.search = new FrameSearch(frames);
  }

  /**
   * Reads one report.
   *
   * @param headers what its first line matches, special families first
   * @param region its lines
   * @param text the region as it stood in the log
   * @param panicked a panic line stands anywhere in the log
   * @param suppressed the log shows a cause that makes the report uninteresting
   */
  KernelReport read(
      List<FamilyRules.Header> headers,
      Region region,
      String text,
      boolean panicked,
      boolean suppressed) {
    List<LogLine> lines = region.evidence();
    FamilyRules.Header header = complete(headers, lines);
    Family family = header.family();
    Map<String, String> captures = header.captures();
    List<Trace> traces = TraceReader.read(lines);
    Optional<String> symbol = Optional.ofNullable(captures.get("func"));
    boolean mixed = family.needsStack() && Corruption.mixed(family, region);
    Optional<Blame> blame = search.find(family, symbol, lines, traces, mixed);
    boolean corrupted =
        Corruption.of(family, region, traces)
            || hasBlank(captures)
            || (blame.isEmpty() && !family.sources().isEmpty());
    search.origin(family, traces).ifPresent(origin -> captures.put(ORIGIN, origin));
    List<String> titles =
        titles(family, captures, blame.map(Blame::names).orElse(List.of(NO_FRAME)));
    Subject subject = Subject.read(lines, captures);
    String title = titles.getFirst();
    LogLine first = lines.getFirst();
    return new KernelReport(
        title,
        titles.subList(1, titles.size()),
        types.typeOf(title),
        family.sources().isEmpty()
            ? Optional.empty()
            : Optional.of(blame.map(Blame::name).orElse(NO_FRAME)),
        corrupted,
        suppressed,
        panicked,
        subject.executor(),
        first.number(),
        region.lastNumber(),
        first.micros() < 0
            ? Optional.empty()
            : Optional.of(Duration.of(first.micros(), ChronoUnit.MICROS)),
        subject.kernel(),
        subject.task(),
        subject.pid(),
        subject.cpu(),
        blame
            .map(b -> lines.get(b.frame().line()).number())
            .filter(number -> number <= region.lastNumber())
            .map(number -> number - first.number()),
        text);
  }

  private static boolean hasBlank(Map<String, String> captures) {
    for (String capture : captures.values()) {
      if (capture.isBlank()) {
        return true;
      }
    }
    return false;
  }

  /** The first family that has all it needs, its captures joined by those of other lines. */
  static FamilyRules.Header complete(List<FamilyRules.Header> headers, List<LogLine> lines) {
    for (FamilyRules.Header header : headers) {
      Family family = header.family();
      Optional<Map<String, String>> evidence =
          family.evidence().isEmpty() ? Optional.of(Map.of()) : evidence(family, lines);
      if (evidence.isPresent()) {
        Map<String, String> captures = new LinkedHashMap<>(header.captures());
        if (!family.secondLine().isEmpty() && lines.size() > 1) {
          captures.put(family.secondLine(), lines.get(1).text().strip());
        }
        captures.putAll(evidence.get());
        return new FamilyRules.Header(family, captures);
      }
    }
    FamilyRules.Header last = headers.getLast();
    return new FamilyRules.Header(last.family(), new LinkedHashMap<>(last.captures()));
  }

  /** What the first line says that one of the family's templates fits. */
  private static Optional<Map<String, String>> evidence(Family family, List<LogLine> lines) {
    for (int i = 0; i < lines.size() && i < EVIDENCE_WINDOW; i++) {
      for (LineTemplate template : family.evidence()) {
        Optional<Map<String, String>> match = template.match(lines.get(i).text());
        if (match.isPresent()) {
          return match;
        }
      }
    }
    return Optional.empty();
  }

  /** The title first; a frame that goes by several names gives each title once per name. */
  private List<String> titles(Family family, Map<String, String> captures, List<String> names) {
    Set<String> titles = new LinkedHashSet<>();
    List<String> templates = new ArrayList<>();
    templates.add(family.title());
    family.alternatives().stream()
        .filter(t -> captures.containsKey(ORIGIN) || !t.contains("{" + ORIGIN + "}"))
        .forEach(templates::add);
    for (String template : templates) {
      for (int i = names.size() - 1; i >= 0; i--) {
        captures.put("frame", names.get(i));
        titles.add(TitleForm.normalise(TitleForm.fill(template, captures)));
      }
    }
    return List.copyOf(titles);
  }
}
