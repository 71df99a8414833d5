package dev.kedge.report.rules;

import java.util.List;

/** The functions a family never blames. */
public final class SkipRules {
  private final List<NameSet> groups;

  SkipRules(List<NameSet> groups) {
    this.groups = List.copyOf(groups);
  }

  /** True when a function of this name is never blamed. */
  public boolean skips(String name) {
    for (NameSet group : groups) {
      if (group.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
