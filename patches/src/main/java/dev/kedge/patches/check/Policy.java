package dev.kedge.patches.check;

import dev.kedge.patches.provenance.ProvenanceClass;
import dev.kedge.patches.provenance.UpstreamForm;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a tree asks of the commits that go in.
 *
 * @param name for output
 * @param classes allowed classes of provenance
 * @param forms accepted wordings of an upstream id; empty for all
 * @param levels how much each rule matters; {@link Level#OFF} where absent
 * @param requirements lines that must be there
 * @param maxFileBytes largest file a commit may add or change
 * @param maxCommits most commits of one range
 */
public record Policy(
    String name,
    Set<ProvenanceClass> classes,
    Set<UpstreamForm> forms,
    Map<Rule, Level> levels,
    List<Requirement> requirements,
    long maxFileBytes,
    int maxCommits) {
  /** Copies the collections. */
  public Policy {
    classes = Set.copyOf(classes);
    forms = Set.copyOf(forms);
    levels = Map.copyOf(levels);
    requirements = List.copyOf(requirements);
  }

  /** How much a rule matters. */
  public Level level(Rule rule) {
    return levels.getOrDefault(rule, Level.OFF);
  }

  /** Says whether a rule is looked at. */
  public boolean asks(Rule rule) {
    return level(rule) != Level.OFF;
  }
}
