package dev.kedge.report.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of function names in {@code frames.rules}: those that cannot be at fault, those that
 * dispatch work, and the wrappers around system calls. Immutable after loading.
 */
public final class FrameRules {
  static final String FILE = "frames.rules";
  private static final String NOTHING = "nothing";
  private static final String DEFAULT_PREFIX = "default";

  private final Map<String, NameSet> groups = new LinkedHashMap<>();
  private final List<List<String>> wrappers = new ArrayList<>();

  private FrameRules() {}

  /** The rules that ship with this module. */
  public static FrameRules shipped() {
    return read(List.of(RuleFile.shipped(FILE)));
  }

  /**
   * Reads rules files, the first the one that others add to: a group that stands in several has the
   * names of all.
   *
   * @throws ReportException naming file and line
   */
  static FrameRules read(List<RuleFile> files) {
    FrameRules rules = new FrameRules();
    files.forEach(rules::add);
    return rules;
  }

  private void add(RuleFile file) {
    Set<String> seen = new HashSet<>();
    List<List<String>> own = new ArrayList<>();
    NameSet group = null;
    RuleFile.Entry open = null;
    for (RuleFile.Entry entry : file.entries()) {
      switch (entry.keyword()) {
        case "group" -> {
          requireReason(file, open);
          open = entry;
          if (entry.value().isEmpty() || !seen.add(entry.value())) {
            throw file.error(
                entry,
                entry.value().isEmpty()
                    ? "expected a name after \"group\""
                    : "group \"" + entry.value() + "\" stands twice");
          }
          group = groups.computeIfAbsent(entry.value(), name -> new NameSet());
        }
        case "why" -> open = entry.value().isEmpty() ? open : null;
        case "wrapper" -> {
          file.requireReason(entry);
          own.add(prefixes(file, entry));
        }
        default -> {
          if (group == null || !group.add(entry.keyword(), entry.value())) {
            throw file.error(
                entry,
                "\"%s\" is none of group, why, as, wrapper, exact, prefix, suffix, contains, except"
                    .formatted(entry.keyword()));
          }
        }
      }
    }
    requireReason(file, open);
    wrappers.addAll(0, own);
  }

  private static List<String> prefixes(RuleFile file, RuleFile.Entry entry) {
    List<String> prefixes = RuleFile.words(entry.value());
    if (prefixes.isEmpty()) {
      throw file.error(entry, "expected the beginning of a function's name after \"wrapper\"");
    }
    return prefixes;
  }

  private static void requireReason(RuleFile file, RuleFile.@Nullable Entry open) {
    if (open != null) {
      throw file.error(
          open, "group \"%s\" has no reason; expected \"why REASON\"".formatted(open.value()));
    }
  }

  boolean hasGroup(String name) {
    return groups.containsKey(name) || name.equals(NOTHING);
  }

  /**
   * The group of a name.
   *
   * @throws ReportException when the rules have no such group
   */
  public NameSet group(String name) {
    NameSet group = groups.get(name);
    if (group == null) {
      throw new ReportException(
          FILE,
          0,
          "group \"%s\" is missing; a file that begins with \"version 1\" and \"extends shipped\" has all groups"
              .formatted(name));
    }
    return group;
  }

  /**
   * All groups whose name begins with "default", and the ones named; nothing when the only one
   * named is {@value #NOTHING}.
   */
  SkipRules skipRules(List<String> further) {
    List<NameSet> chosen = new ArrayList<>();
    if (further.equals(List.of(NOTHING))) {
      return new SkipRules(chosen);
    }
    groups.forEach((name, group) -> {
      if (name.startsWith(DEFAULT_PREFIX) || further.contains(name)) {
        chosen.add(group);
      }
    });
    return new SkipRules(chosen);
  }

  /**
   * The names a system call's function goes by, as printed first, the title's name last. Of the
   * wrapper rules the first whose beginning fits is used; it may take off several beginnings.
   */
  public List<String> variants(String name) {
    List<String> variants = new ArrayList<>();
    variants.add(name);
    for (List<String> prefixes : wrappers) {
      if (name.startsWith(prefixes.getFirst())) {
        String rest = name;
        for (String prefix : prefixes) {
          if (rest.startsWith(prefix) && rest.length() > prefix.length()) {
            rest = rest.substring(prefix.length());
            variants.add(rest);
          }
        }
        break;
      }
    }
    return variants;
  }
}
