package dev.kedge.report;

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

  /** Captures of other lines are looked for this far. */
  private static final int EVIDENCE_WINDOW = 60;

  private final FrameRules frames;
  private final FrameSearch search;
  private final TypeRules types;

  ReportReader(FrameRules frames, TypeRules types) {
    this.frames = frames;
    this.types = types;
    this.search = new FrameSearch(frames);
  }

  /**
   * Reads one report.
   *
   * @param text the region as it stood in the log
   * @param panicked a panic line stands anywhere in the log
   * @param suppressed the log shows a cause that makes the report uninteresting
   */
  KernelReport read(
      FamilyRules.Header header, Region region, String text, boolean panicked, boolean suppressed) {
    Family family = header.family();
    List<LogLine> lines = region.evidence();
    Map<String, String> captures = new LinkedHashMap<>(header.captures());
    boolean complete = captureEvidence(family, lines, captures);
    List<Trace> traces = TraceReader.read(lines);
    Optional<String> symbol = Optional.ofNullable(captures.get("func"));
    Optional<StackFrame> frame = search.find(family, symbol, lines, traces);
    boolean corrupted =
        !complete
            || Corruption.of(family, lines, traces)
            || frame.isEmpty() && !family.sources().isEmpty();
    List<String> titles = titles(family, captures, frame.map(StackFrame::name).orElse(NO_FRAME));
    Subject subject = Subject.read(lines, captures);
    String title = titles.getFirst();
    LogLine first = lines.getFirst();
    return new KernelReport(
        title,
        titles.subList(1, titles.size()),
        types.typeOf(title),
        family.sources().isEmpty() ? Optional.empty() : Optional.of(frameName(frame)),
        corrupted,
        suppressed,
        panicked,
        subject.executor(),
        first.number(),
        region.last() - region.first() + first.number(),
        first.micros() < 0
            ? Optional.empty()
            : Optional.of(Duration.of(first.micros(), ChronoUnit.MICROS)),
        subject.kernel(),
        subject.task(),
        subject.pid(),
        subject.cpu(),
        frame.map(f -> lines.get(f.line()).number() - first.number()),
        text);
  }

  private String frameName(Optional<StackFrame> frame) {
    return frame.map(f -> frames.variants(f.name()).getLast()).orElse(NO_FRAME);
  }

  private static boolean captureEvidence(
      Family family, List<LogLine> lines, Map<String, String> captures) {
    for (LineTemplate template : family.evidence()) {
      boolean found = false;
      for (int i = 0; i < lines.size() && i < EVIDENCE_WINDOW && !found; i++) {
        Optional<Map<String, String>> match = template.match(lines.get(i).text());
        if (match.isPresent()) {
          captures.putAll(match.get());
          found = true;
        }
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  /** The title first; a frame that goes by several names gives each title once per name. */
  private List<String> titles(Family family, Map<String, String> captures, String frame) {
    List<String> variants = frames.variants(frame);
    Set<String> titles = new LinkedHashSet<>();
    List<String> templates = new ArrayList<>();
    templates.add(family.title());
    templates.addAll(family.alternatives());
    for (String template : templates) {
      for (int i = variants.size() - 1; i >= 0; i--) {
        captures.put("frame", variants.get(i));
        titles.add(TitleForm.normalise(TitleForm.fill(template, captures)));
      }
    }
    return List.copyOf(titles);
  }
}
