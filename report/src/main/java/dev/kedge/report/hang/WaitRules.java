package dev.kedge.report.hang;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code waits.rules}: what a task waits for, by its stack. Immutable after loading. */
final class WaitRules {
  /** Functions looked at for a rule that says more than a general one. */
  private static final int LOOK_FURTHER = 4;

  /** Functions looked at to see that a runnable task spins for a lock. */
  private static final int INNERMOST = 8;

  private record Rule(WaitClass kind, String what, boolean general, Set<String> served) {}

  private final Set<String> machinery = new HashSet<>();
  private final Set<String> spinning = new HashSet<>();
  private final Map<String, Rule> rules = new HashMap<>();
  private final Map<String, String> lockNames = new HashMap<>();
  private final Map<String, Set<String>> inside = new HashMap<>();

  private WaitRules() {}

  /**
   * Reads rules files, the shipped one first; its head explains the entries. What a later file says
   * of a function counts.
   *
   * @throws ReportException naming file and line
   */
  static WaitRules read(List<RuleFile> files) {
    WaitRules result = new WaitRules();
    files.forEach(result::add);
    return result;
  }

  private void add(RuleFile file) {
    Optional<Rule> open = Optional.empty();
    for (RuleFile.Entry entry : file.entries()) {
      List<String> words = List.of(entry.value().split(" +", -1));
      switch (entry.keyword()) {
        case "machinery" -> machinery.addAll(words);
        case "wait" -> open = Optional.of(rule(file, entry));
        case "general" -> open = Optional.of(general(ruleOf(file, entry, open)));
        case "exact" -> {
          Rule rule = ruleOf(file, entry, open);
          words.forEach(function -> rules.put(function, rule));
        }
        case "spinning" -> spinning.addAll(words);
        case "served" -> ruleOf(file, entry, open).served().addAll(words);
        case "inside" ->
            inside.put(words.getFirst(), new HashSet<>(words.subList(1, words.size())));
        case "names" -> lockNames.put(words.getFirst(), lockName(file, entry));
        default -> throw file.error(entry, "unknown entry \"" + entry.keyword() + "\"");
      }
    }
  }

  private static Rule rule(RuleFile file, RuleFile.Entry entry) {
    int space = entry.value().indexOf(' ');
    Optional<WaitClass> kind =
        WaitClass.of(space < 0 ? entry.value() : entry.value().substring(0, space));
    if (space < 0 || kind.isEmpty()) {
      throw file.error(entry, "expected a class of wait and what people call it");
    }
    String what = entry.value().substring(space + 1).strip();
    return new Rule(kind.get(), what, false, new HashSet<>());
  }

  private static Rule general(Rule rule) {
    return new Rule(rule.kind(), rule.what(), true, rule.served());
  }

  private static Rule ruleOf(RuleFile file, RuleFile.Entry entry, Optional<Rule> open) {
    return open.orElseThrow(
        () -> file.error(entry, "\"" + entry.keyword() + "\" stands before the first \"wait\""));
  }

  private static String lockName(RuleFile file, RuleFile.Entry entry) {
    int space = entry.value().indexOf(' ');
    if (space < 0) {
      throw file.error(entry, "expected a function and the name of the lock it takes");
    }
    return entry.value().substring(space + 1).strip();
  }

  /** Whether a task that can run does so only to wait for a lock. */
  boolean spins(List<String> stack) {
    return stack.stream().limit(INNERMOST).anyMatch(spinning::contains);
  }

  /** What a task with this stack waits for, innermost function first. */
  WaitSite classify(List<String> stack) {
    List<String> through = new ArrayList<>();
    Optional<Rule> best = Optional.empty();
    String site = "";
    int unmatched = 0;
    for (String function : stack) {
      if (best.isEmpty() && machinery.contains(function)) {
        continue;
      }
      Optional<Rule> rule = Optional.ofNullable(rules.get(function));
      boolean telling = best.isPresent() && !best.get().general();
      if (telling && (rule.isEmpty() || !sameWait(rule.get(), best.get()))) {
        site = function;
        break;
      }
      if (rule.isPresent() && (best.isEmpty() || !rule.get().general())) {
        best = rule;
        site = "";
        through.add(function);
      } else if (rule.isEmpty() && !machinery.contains(function)) {
        site = site.isEmpty() ? function : site;
        if (++unmatched > LOOK_FURTHER) {
          break;
        }
      }
    }
    return site(best, site, through);
  }

  /** Wrappers of one kind of wait call each other: down_write calls rwsem_down_write_slowpath. */
  private static boolean sameWait(Rule outer, Rule inner) {
    return outer.kind() == inner.kind()
        && (outer.kind() != WaitClass.LOCK || outer.what().equals(inner.what()));
  }

  private Set<String> doing(Rule rule, String lockName) {
    return rule.kind() == WaitClass.LOCK ? inside.getOrDefault(lockName, Set.of()) : rule.served();
  }

  private WaitSite site(Optional<Rule> best, String site, List<String> through) {
    Set<String> passed = new HashSet<>(through);
    if (!site.isEmpty()) {
      passed.add(site);
    }
    String lockName = lockNames.getOrDefault(site, "");
    return best.map(rule ->
            new WaitSite(rule.kind(), rule.what(), site, lockName, passed, doing(rule, lockName)))
        .orElse(new WaitSite(WaitClass.UNKNOWN, "something unknown", site, "", passed, Set.of()));
  }
}
