package dev.kedge.report.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    return read(RuleFile.shipped(FILE));
  }

  /**
   * Reads a rules file.
   *
   * @throws ReportException naming file and line
   */
  static FrameRules read(RuleFile file) {
    FrameRules rules = new FrameRules();
    NameSet group = null;
    RuleFile.Entry open = null;
    for (RuleFile.Entry entry : file.entries()) {
      switch (entry.keyword()) {
        case "group" -> {
          requireReason(file, open);
          open = entry;
          group = new NameSet();
          if (rules.groups.put(entry.value(), group) != null) {
            throw file.error(entry, "group \"" + entry.value() + "\" stands twice");
          }
        }
        case "why" -> open = null;
        case "wrapper" -> rules.wrappers.add(RuleFile.words(entry.value()));
        default -> {
          if (group == null || !group.add(entry.keyword(), entry.value())) {
            throw file.error(
                entry,
                "\"%s\" is none of group, why, as, wrapper, exact, prefix, suffix, contains"
                    .formatted(entry.keyword()));
          }
        }
      }
    }
    requireReason(file, open);
    return rules;
  }

  private static void requireReason(RuleFile file, RuleFile.@Nullable Entry open) {
    if (open != null) {
      throw file.error(open, "group \"" + open.value() + "\" has no \"why\"");
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
      throw new ReportException(FILE, 0, "group \"" + name + "\" is missing");
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
