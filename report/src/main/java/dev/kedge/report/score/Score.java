package dev.kedge.report.score;

import dev.kedge.report.KernelReport;
import dev.kedge.report.ReportParser;
import dev.kedge.report.detail.ReportDetails;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts how far the first report of each labelled log is what the label says. Not thread-safe. */
public final class Score {
  /** Pairs are counted among this many logs at most. */
  private static final int MAX_PAIRED = 3000;

  private static final List<String> CHECKERS =
      List.of("KASAN", "KMSAN", "KCSAN", "KFENCE", "UBSAN", "kernel panic");

  private record Titles(Set<String> wanted, Set<String> got) {}

  private final ReportParser parser;
  private final SortedMap<String, Map<Measure, Tally>> families = new TreeMap<>();
  private final List<Mismatch> mismatches = new ArrayList<>();
  private final List<Titles> titles = new ArrayList<>();
  private int logs;

  /** A score of this parser. */
  public Score(ReportParser parser) {
    this.parser = parser;
  }

  /** Parses a log and compares. */
  public void add(LabelledLog log) {
    logs++;
    List<KernelReport> reports = parser.parse(log.log());
    if (log.silent()) {
      count(log, Measure.SILENT, "", reports.isEmpty() ? "" : reports.getFirst().title());
      return;
    }
    count(log, Measure.DETECTED, true, !reports.isEmpty());
    if (reports.isEmpty()) {
      missed(log);
      return;
    }
    KernelReport report = reports.getFirst();
    if (!log.title().isEmpty()) {
      compare(log, report);
    }
    if (!log.frame().isEmpty()) {
      count(log, Measure.FRAME, log.frame(), report.frame().orElse(""));
    }
    if (!log.file().isEmpty()) {
      String file = parser.details(report).flatMap(ReportDetails::guiltyFile).orElse("");
      count(log, Measure.FILE, log.file(), file);
    }
  }

  /** A report that was not found is wrong in everything its label names. */
  private void missed(LabelledLog log) {
    if (!log.title().isEmpty()) {
      for (Measure measure : List.of(Measure.TITLE, Measure.TITLES_MEET, Measure.KIND)) {
        tally(log, measure, false);
      }
      if (!log.corrupted()) {
        tally(log, Measure.INTACT_TITLE, false);
      }
      titles.add(new Titles(log.titles(), Set.of()));
    }
    if (!log.file().isEmpty()) {
      tally(log, Measure.FILE, false);
    }
  }

  private void compare(LabelledLog log, KernelReport report) {
    count(log, Measure.TITLE, log.title(), report.title());
    if (!log.corrupted()) {
      tally(log, Measure.INTACT_TITLE, report.title().equals(log.title()));
    }
    tally(log, Measure.TITLES_MEET, log.meets(report));
    Set<String> alternatives = new HashSet<>(report.alternativeTitles());
    if (report.title().equals(log.title())) {
      count(log, Measure.ALTERNATIVES, log.alternatives(), alternatives);
    } else {
      tally(log, Measure.ALTERNATIVES, alternatives.equals(log.alternatives()));
    }
    tally(log, Measure.KIND, kind(report.title()).equals(kind(log.title())));
    String type = log.type().isEmpty() ? "UNKNOWN" : log.type();
    count(log, Measure.TYPE, type, report.type().label());
    count(log, Measure.CORRUPTED, log.corrupted(), report.corrupted());
    count(log, Measure.SUPPRESSED, log.suppressed(), report.suppressed());
    count(log, Measure.PANICKED, log.panicked(), report.panicked());
    String executor =
        report.executor().map(e -> "proc=%d, id=%d".formatted(e.process(), e.program())).orElse("");
    count(log, Measure.EXECUTOR, log.executor(), executor);
    Set<String> got = new HashSet<>(alternatives);
    got.add(report.title());
    titles.add(new Titles(log.titles(), got));
  }

  private void count(LabelledLog log, Measure measure, Object wanted, Object got) {
    boolean same = Objects.equals(wanted, got);
    tally(log, measure, same);
    if (!same) {
      mismatches.add(new Mismatch(log.name(), measure, wanted.toString(), got.toString()));
    }
  }

  private void tally(LabelledLog log, Measure measure, boolean right) {
    families
        .computeIfAbsent(family(log), name -> new EnumMap<>(Measure.class))
        .merge(measure, Tally.NONE.plus(right), Tally::plus);
  }

  /** Kinds of titles, those of a checker together. */
  private static String family(LabelledLog log) {
    if (log.title().isEmpty()) {
      return log.silent() ? "(no report)" : "(only the file)";
    }
    for (String checker : CHECKERS) {
      if (log.title().startsWith(checker + ":")) {
        return checker;
      }
    }
    return kind(log.title());
  }

  private static String kind(String title) {
    int in = title.indexOf(" in ");
    return in < 0 ? title : title.substring(0, in);
  }

  /** How many logs were compared. */
  public int logs() {
    return logs;
  }

  /** By kind of report, in alphabetical order. */
  public SortedMap<String, Map<Measure, Tally>> families() {
    return Collections.unmodifiableSortedMap(families);
  }

  /** All logs together. */
  public Map<Measure, Tally> total() {
    Map<Measure, Tally> total = new EnumMap<>(Measure.class);
    families
        .values()
        .forEach(family -> family.forEach((m, tally) -> total.merge(m, tally, Tally::plus)));
    if (titles.size() > 1 && titles.size() <= MAX_PAIRED) {
      pairs(total);
    }
    return total;
  }

  private void pairs(Map<Measure, Tally> total) {
    Tally precision = Tally.NONE;
    Tally recall = Tally.NONE;
    for (int i = 0; i < titles.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean wanted = !Collections.disjoint(titles.get(i).wanted(), titles.get(j).wanted());
        boolean got = !Collections.disjoint(titles.get(i).got(), titles.get(j).got());
        precision = got ? precision.plus(wanted) : precision;
        recall = wanted ? recall.plus(got) : recall;
      }
    }
    total.put(Measure.PAIR_PRECISION, precision);
    total.put(Measure.PAIR_RECALL, recall);
  }

  /** Where parser and label differ, in the order of the logs. */
  public List<Mismatch> mismatches() {
    return Collections.unmodifiableList(mismatches);
  }
}
