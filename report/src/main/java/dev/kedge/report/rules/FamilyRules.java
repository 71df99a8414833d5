package dev.kedge.report.rules;

import dev.kedge.report.line.LineIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The families of {@code families.rules}: which lines begin a report, and which never do.
 * Immutable; safe for any number of threads.
 */
public final class FamilyRules {
  static final String FILE = "families.rules";
  static final String SILENT = "silent";
  static final String FIRMWARE = "firmware";
  private static final String AT_START = "^";
  static final String SUPPRESS = "suppress";

  private record Entry(Family family, LineTemplate header) {}

  /**
   * A header that was found.
   *
   * @param family what it begins
   * @param captures what its template captured
   */
  public record Header(Family family, Map<String, String> captures) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<String> silent;
  private final List<String> firmware;
  private final List<LineTemplate> suppressing;
  private final EventRules events;
  private final NeedleScanner scanner;

  private FamilyRules(
      List<Family> families,
      List<String> silent,
      List<LineTemplate> suppressing,
      List<String> firmware,
      EventRules events) {
    this.events = events;
    this.suppressing = List.copyOf(suppressing);
    this.firmware = List.copyOf(firmware);
    for (Family family : families) {
      for (LineTemplate header : family.headers()) {
        entries.add(new Entry(family, header));
      }
    }
    this.silent = List.copyOf(silent);
    List<String> needles = new ArrayList<>();
    entries.forEach(entry -> needles.add(entry.header().needle()));
    suppressing.forEach(template -> needles.add(template.needle()));
    needles.addAll(events.needles());
    this.scanner = new NeedleScanner(needles);
  }

  /** The rules that ship with this module. */
  public static FamilyRules shipped(FrameRules frames) {
    return read(
        List.of(RuleFile.shipped(FILE)),
        frames,
        EventRules.read(List.of(RuleFile.shipped(EventRules.FILE))));
  }

  /**
   * Reads rules files. Families of an earlier file win over those of a later one; one of the same
   * name replaces it.
   *
   * @throws ReportException naming file and line, when an entry cannot be understood
   */
  static FamilyRules read(List<RuleFile> files, FrameRules frames, EventRules events) {
    Map<String, Family> families = new LinkedHashMap<>();
    List<String> silent = new ArrayList<>();
    List<LineTemplate> suppressing = new ArrayList<>();
    List<String> firmware = new ArrayList<>();
    for (RuleFile file : files) {
      Set<String> seen = new HashSet<>();
      FamilyReader reader = null;
      for (RuleFile.Entry entry : file.entries()) {
        switch (entry.keyword()) {
          case "family" -> {
            if (!seen.add(entry.value())) {
              throw file.error(entry, "family \"" + entry.value() + "\" stands twice");
            }
            finish(reader, families);
            reader = new FamilyReader(file, entry, frames);
          }
          case SILENT -> silent.add(phrase(file, entry));
          case FIRMWARE -> firmware.add(phrase(file, entry));
          case SUPPRESS -> {
            phrase(file, entry);
            suppressing.add(FamilyReader.template(file, entry));
          }
          default -> {
            if (reader == null) {
              throw file.error(entry, "\"" + entry.keyword() + "\" stands before any \"family\"");
            }
            reader.accept(entry);
          }
        }
      }
      finish(reader, families);
    }
    return new FamilyRules(List.copyOf(families.values()), silent, suppressing, firmware, events);
  }

  /** An empty text would silence every line. */
  private static String phrase(RuleFile file, RuleFile.Entry entry) {
    file.requireReason(entry);
    if (entry.value().isEmpty()) {
      throw file.error(entry, "expected a text after \"" + entry.keyword() + "\"");
    }
    return entry.value();
  }

  private static void finish(@Nullable FamilyReader reader, Map<String, Family> families) {
    if (reader != null) {
      Family family = reader.finish();
      families.putIfAbsent(family.name(), family);
    }
  }

  /** Cuts a log into lines and notes which headers each could match: the cheap first pass. */
  public LineIndex index(byte[] log) {
    return scanner.index(log);
  }

  /** Which headers a line could match. */
  public BitSet candidates(String text) {
    return scanner.scan(text);
  }

  /** True when the line is what firmware, boot loader or decompressor print. */
  public boolean isFirmware(String text) {
    return text.isBlank() || firmware.stream().anyMatch(text::contains);
  }

  /** True when the line is a sign that makes the log's reports uninteresting. */
  public boolean suppresses(String text, BitSet candidates) {
    int end = entries.size() + suppressing.size();
    for (int i = candidates.nextSetBit(entries.size());
        i >= 0 && i < end;
        i = candidates.nextSetBit(i + 1)) {
      if (suppressing.get(i - entries.size()).match(text).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The event the line says; the first in the file's order. */
  public Optional<EventRules.Hit> event(String text, BitSet candidates) {
    int first = entries.size() + suppressing.size();
    for (int i = candidates.nextSetBit(first); i >= 0; i = candidates.nextSetBit(i + 1)) {
      Optional<EventRules.Hit> hit = events.header(i - first, text);
      if (hit.isPresent()) {
        return hit;
      }
    }
    return Optional.empty();
  }

  /** The events whose text the line begins, above their headers. */
  public List<EventRule> beginnings(String text, BitSet candidates) {
    int first = entries.size() + suppressing.size();
    List<EventRule> rules = new ArrayList<>(2);
    for (int i = candidates.nextSetBit(first); i >= 0; i = candidates.nextSetBit(i + 1)) {
      events.begin(i - first, text).ifPresent(rules::add);
    }
    return rules;
  }

  /** The families one of whose headers the text matches, in the file's order. */
  public List<Header> headers(String text, BitSet candidates) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    for (String phrase : silent) {
      if (phrase.startsWith(AT_START)
          ? text.startsWith(phrase.substring(AT_START.length()))
          : text.contains(phrase)) {
        return List.of();
      }
    }
    List<Header> headers = new ArrayList<>(2);
    for (int i = candidates.nextSetBit(0);
        i >= 0 && i < entries.size();
        i = candidates.nextSetBit(i + 1)) {
      Entry entry = entries.get(i);
      if (entry.family().unless().stream().noneMatch(text::contains)) {
        entry
            .header()
            .match(text)
            .ifPresent(captures -> headers.add(new Header(entry.family(), captures)));
      }
    }
    return headers;
  }
}
