package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.host.HostSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the dangerous limits of a host. Stateless after construction. */
public final class LimitCheck {
  private final LimitRules rules;

  /** Checks by the rules that ship with this module. */
  public LimitCheck() {
    this(LimitRules.shipped());
  }

  /** Checks by other rules. */
  public LimitCheck(LimitRules rules) {
    this.rules = rules;
  }

  /** All rules there are. */
  static List<LimitRule> all() {
    return Stream.of(
            ThreadRules.rules(), TickRules.rules(), TreeRules.rules(), CapacityRules.rules())
        .flatMap(List::stream)
        .toList();
  }

  /** What is wrong, the worst first, then in the order of the snapshot. */
  public List<Finding> findings(HostSnapshot snapshot) {
    List<Finding> findings = new ArrayList<>();
    for (CheckedGroup group : GroupTree.of(snapshot)) {
      for (LimitRules.Entry entry : rules.entries()) {
        entry
            .rule()
            .test()
            .apply(group, entry::threshold)
            .map(hit -> rules.finding(entry, group, hit))
            .ifPresent(findings::add);
      }
    }
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return findings;
  }
}
