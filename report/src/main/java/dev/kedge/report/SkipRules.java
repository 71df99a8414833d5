package dev.kedge.report;

import java.util.List;

/** The functions a family never blames. */
final class SkipRules {
  private final List<NameSet> groups;

  SkipRules(List<NameSet> groups) {
    this.groups = List.copyOf(groups);
  }

  boolean skips(String name) {
    for (NameSet group : groups) {
      if (group.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
