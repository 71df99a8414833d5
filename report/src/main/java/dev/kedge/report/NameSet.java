package dev.kedge.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A set of function names given by whole names, beginnings, ends and parts. Not thread-safe. */
final class NameSet {
  private final Set<String> exact = new HashSet<>();
  private final List<String> prefixes = new ArrayList<>();
  private final List<String> suffixes = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();

  /** Adds names in the way a keyword says; false when the keyword is none of them. */
  boolean add(String keyword, String names) {
    List<String> words = List.of(names.split(" +"));
    switch (keyword) {
      case "exact" -> exact.addAll(words);
      case "prefix" -> prefixes.addAll(words);
      case "suffix" -> suffixes.addAll(words);
      case "contains" -> parts.addAll(words);
      default -> {
        return false;
      }
    }
    return true;
  }

  boolean contains(String name) {
    return exact.contains(name)
        || prefixes.stream().anyMatch(name::startsWith)
        || suffixes.stream().anyMatch(name::endsWith)
        || parts.stream().anyMatch(name::contains);
  }
}
