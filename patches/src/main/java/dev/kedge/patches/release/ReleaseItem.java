package dev.kedge.patches.release;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.fleet.FleetIssue;
import dev.kedge.patches.provenance.ProvenanceClass;
import java.util.List;

/**
 * One commit of a release.
 *
 * @param commit its name
 * @param subject its subject
 * @param kind where it says it comes from
 * @param upstream the upstream ids it names
 * @param subsystem where most of its files lie
 * @param lines added and removed lines together
 * @param fix whether it says that it fixes another commit
 * @param cves the CVEs it closes, as far as the vulnerability data tells
 * @param issues the fleet's issues whose blamed function it touches, the widest spread first
 * @param risks why it deserves a second look
 */
public record ReleaseItem(
    CommitId commit,
    String subject,
    ProvenanceClass kind,
    List<String> upstream,
    String subsystem,
    int lines,
    boolean fix,
    List<String> cves,
    List<FleetIssue> issues,
    List<Risk> risks) {
  /** Copies the lists. */
  public ReleaseItem {
    upstream = List.copyOf(upstream);
    cves = List.copyOf(cves);
    issues = List.copyOf(issues);
    risks = List.copyOf(risks);
  }
}
