package dev.kedge.report.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All rules a parser works by: those that ship with this module, with a user's files added to them
 * or in place of them. Immutable.
 *
 * @param frames functions that cannot be at fault, dispatchers, wrappers
 * @param families kinds of reports, and the events of a fleet
 * @param types files that give the class of a report by its title, the first match counts
 * @param severities files that say what a report means for its host, the first match counts
 * @param waits files that say what a task waits for, the last entry for a function counts
 */
public record RuleSet(
    FrameRules frames,
    FamilyRules families,
    List<RuleFile> types,
    List<RuleFile> severities,
    List<RuleFile> waits) {
  private static final String TYPES = "types.rules";
  private static final String SEVERITIES = "severities.rules";
  private static final String WAITS = "waits.rules";

  /** Names of the files that ship with this module. */
  public static final List<String> SHIPPED =
      List.of(FrameRules.FILE, FamilyRules.FILE, EventRules.FILE, TYPES, SEVERITIES, WAITS);

  private static final Set<String> FRAME_KEYWORDS =
      Set.of("group", "why", "wrapper", "exact", "prefix", "suffix", "contains", "except", "as");
  private static final Set<String> WAIT_KEYWORDS =
      Set.of("wait", "machinery", "spinning", "inside", "names");
  private static final Set<String> FAMILY_KEYWORDS =
      Set.of("family", FamilyRules.SILENT, FamilyRules.FIRMWARE, FamilyRules.SUPPRESS);

  /** Copies the lists. */
  public RuleSet {
    types = List.copyOf(types);
    severities = List.copyOf(severities);
    waits = List.copyOf(waits);
  }

  /** The rules that ship with this module. */
  public static RuleSet shipped() {
    return of(List.of());
  }

  /**
   * The rules of a user's files. What a file is about shows in its first entry: {@code group} or
   * {@code wrapper}, {@code family}, {@code silent}, {@code firmware} or {@code suppress}, {@code
   * event} or {@code table}, {@code wait} or {@code machinery}, a severity, or a report type. Files
   * of a kind that is not given are the shipped ones.
   *
   * @throws ReportException naming file and line
   */
  public static RuleSet of(List<RuleFile> own) {
    FrameRules frames = FrameRules.read(chosen(FrameRules.FILE, own).reversed());
    return new RuleSet(
        frames,
        FamilyRules.read(
            chosen(FamilyRules.FILE, own), frames, EventRules.read(chosen(EventRules.FILE, own))),
        chosen(TYPES, own),
        chosen(SEVERITIES, own),
        chosen(WAITS, own).reversed());
  }

  /**
   * The user's files of a kind, last given first, then the shipped one if one of them adds to it.
   */
  private static List<RuleFile> chosen(String kind, List<RuleFile> own) {
    List<RuleFile> files = new ArrayList<>();
    boolean shipped = true;
    for (RuleFile file : own) {
      if (kind(file).equals(kind)) {
        files.addFirst(file);
        shipped &= file.addsToShipped();
      }
    }
    if (shipped) {
      files.add(RuleFile.shipped(kind));
    }
    return files;
  }

  private static String kind(RuleFile file) {
    if (file.entries().isEmpty()) {
      throw new ReportException(
          file.name(),
          1,
          "no rule after the version; expected group, family, event, wait, a severity or a report"
              + " type");
    }
    String first = file.entries().getFirst().keyword();
    if (FRAME_KEYWORDS.contains(first)) {
      return FrameRules.FILE;
    }
    if (EventRules.FIRST.contains(first)) {
      return EventRules.FILE;
    }
    if (WAIT_KEYWORDS.contains(first)) {
      return WAITS;
    }
    if (Severity.of(first).isPresent()) {
      return SEVERITIES;
    }
    return FAMILY_KEYWORDS.contains(first) ? FamilyRules.FILE : TYPES;
  }
}
