package dev.kedge.patches.check;

import dev.kedge.patches.Commit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what rules object to, weighed by the policy and the waivers. */
final class Objections {
  /** A range with more is not reviewed but rewritten. */
  private static final int MAX_FINDINGS = 50_000;

  private final Policy policy;
  private final Waivers waivers;
  private final LocalDate today;
  private final List<Finding> findings = new ArrayList<>();

  Objections(Policy policy, Waivers waivers, LocalDate today) {
    this.policy = policy;
    this.waivers = waivers;
    this.today = today;
  }

  void add(Rule rule, Commit commit, String message) {
    add(rule, commit, Optional.empty(), message);
  }

  void add(Rule rule, Commit commit, Optional<String> path, String message) {
    if (policy.asks(rule) && findings.size() < MAX_FINDINGS) {
      findings.add(
          new Finding(
              rule,
              policy.level(rule),
              commit.id(),
              commit.subject(),
              path,
              message,
              waivers.holding(rule, commit.id(), today)));
    }
  }

  boolean asks(Rule rule) {
    return policy.asks(rule);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
