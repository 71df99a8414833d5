package dev.kedge.verify.compare;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.Delta;
import dev.kedge.verify.result.DeltaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lays two kernels side by side: names with values, reports, and messages of the console. */
public final class Deltas {
  private static final int MAX_TEXT = 500;

  private Deltas() {}

  /**
   * What the candidate has more, less or otherwise.
   *
   * @param kind what is compared
   * @param baseline names with their values; the value is empty where there is only a name
   * @param candidate the same of the candidate
   */
  public static Delta of(
      DeltaKind kind, Map<String, String> baseline, Map<String, String> candidate) {
    List<Delta.Entry> gone = new ArrayList<>();
    List<Delta.Entry> added = new ArrayList<>();
    List<Delta.Entry> changed = new ArrayList<>();
    new TreeMap<>(baseline)
        .forEach((name, value) -> {
          String now = candidate.get(name);
          if (now == null) {
            gone.add(entry(name, Delta.Sign.GONE, value, ""));
          } else if (!now.equals(value)) {
            changed.add(entry(name, Delta.Sign.CHANGED, value, now));
          }
        });
    new TreeMap<>(candidate)
        .forEach((name, value) -> {
          if (!baseline.containsKey(name)) {
            added.add(entry(name, Delta.Sign.ADDED, "", value));
          }
        });
    List<Delta.Entry> entries = new ArrayList<>(gone);
    entries.addAll(added);
    entries.addAll(changed);
    return new Delta(
        kind,
        baseline.size() - gone.size() - changed.size(),
        added.size(),
        gone.size(),
        changed.size(),
        entries.subList(0, Math.min(entries.size(), Delta.MAX_ENTRIES)));
  }

  /** The titles of reports that no drill asked for, with how many boots showed each. */
  public static Delta ofReports(List<BootResult> baseline, List<BootResult> candidate) {
    return of(DeltaKind.REPORT_TITLES, titles(baseline), titles(candidate));
  }

  /**
   * The templates of messages. A message counts as new or gone only when every boot of the one
   * kernel and no boot of the other shows it: what comes and goes by itself is no difference.
   *
   * @param baseline for each boot of the baseline the templates of its console
   * @param candidate the same of the candidate
   */
  public static Delta ofMessages(List<Set<String>> baseline, List<Set<String>> candidate) {
    NavigableMap<String, String> before = new TreeMap<>();
    NavigableMap<String, String> after = new TreeMap<>();
    always(baseline).forEach(text -> before.put(text, ""));
    always(candidate).forEach(text -> after.put(text, ""));
    ever(candidate).stream().filter(before::containsKey).forEach(text -> after.put(text, ""));
    ever(baseline).stream().filter(after::containsKey).forEach(text -> before.put(text, ""));
    return of(DeltaKind.CONSOLE_MESSAGES, before, after);
  }

  private static Map<String, String> titles(List<BootResult> boots) {
    Map<String, Integer> counts = new TreeMap<>();
    for (BootResult boot : boots) {
      boot.reports().stream()
          .filter(report -> !report.expected())
          .map(ConsoleReport::title)
          .distinct()
          .forEach(title -> counts.merge(title, 1, Integer::sum));
    }
    Map<String, String> titles = new TreeMap<>();
    counts.forEach(
        (title, count) -> titles.put(title, "%d of %d boots".formatted(count, boots.size())));
    return titles;
  }

  private static Set<String> always(List<Set<String>> boots) {
    if (boots.isEmpty()) {
      return Set.of();
    }
    Set<String> always = new TreeSet<>(boots.getFirst());
    boots.forEach(always::retainAll);
    return always;
  }

  private static Set<String> ever(List<Set<String>> boots) {
    Set<String> ever = new TreeSet<>();
    boots.forEach(ever::addAll);
    return ever;
  }

  private static Delta.Entry entry(
      String name, Delta.Sign sign, String baseline, String candidate) {
    return new Delta.Entry(cut(name), sign, cut(baseline), cut(candidate));
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "\u2026";
  }
}
