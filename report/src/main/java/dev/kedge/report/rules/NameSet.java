package dev.kedge.report.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of function names given by whole names, beginnings, ends and parts, with exceptions. Not
 * thread-safe.
 */
public final class NameSet {
  private final Set<String> exact = new HashSet<>();
  private final List<String> prefixes = new ArrayList<>();
  private final List<String> suffixes = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();
  private final Set<String> exceptions = new HashSet<>();
  private String mergedName = "";

  /** Adds names in the way a keyword says; false when the keyword is none of them. */
  boolean add(String keyword, String names) {
    List<String> words = RuleFile.words(names);
    switch (keyword) {
      case "exact" -> exact.addAll(words);
      case "prefix" -> prefixes.addAll(words);
      case "suffix" -> suffixes.addAll(words);
      case "contains" -> parts.addAll(words);
      case "except" -> exceptions.addAll(words);
      case "as" -> mergedName = names;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The names a member goes by: its own, and the one all members are merged under, if any. */
  public List<String> namesOf(String member) {
    return mergedName.isEmpty() || mergedName.equals(member)
        ? List.of(member)
        : List.of(member, mergedName);
  }

  /**
   * True for a whole name of the set, and for one with a beginning, an end or a part of it, unless
   * it is an exception.
   */
  public boolean contains(String name) {
    if (!exceptions.isEmpty() && exceptions.contains(name)) {
      return false;
    }
    if (exact.contains(name)) {
      return true;
    }
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    for (String suffix : suffixes) {
      if (name.endsWith(suffix)) {
        return true;
      }
    }
    for (String part : parts) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
