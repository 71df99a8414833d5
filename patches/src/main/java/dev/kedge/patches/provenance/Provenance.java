package dev.kedge.patches.provenance;

import java.util.List;

/**
 * What a commit's message says of its origin and of other commits.
 *
 * @param kind the class
 * @param upstream the upstream commits it claims to carry, the strongest claim first, none twice
 * @param fixes what its Fixes tags name, in their order
 * @param reverts what it takes back or brings in again
 * @param declaresChanges whether it says that it differs from upstream (a conflict, an adaption)
 */
public record Provenance(
    ProvenanceClass kind,
    List<UpstreamReference> upstream,
    List<CommitReference> fixes,
    List<RevertReference> reverts,
    boolean declaresChanges) {
  /** Copies the lists. */
  public Provenance {
    upstream = List.copyOf(upstream);
    fixes = List.copyOf(fixes);
    reverts = List.copyOf(reverts);
  }

  /** The ids of {@link #upstream}, as written. */
  public List<String> upstreamIds() {
    return upstream.stream().map(UpstreamReference::hex).toList();
  }
}
