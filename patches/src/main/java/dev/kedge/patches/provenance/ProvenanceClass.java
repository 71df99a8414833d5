package dev.kedge.patches.provenance;

import java.util.Locale;

/** Where a commit says it comes from. */
public enum ProvenanceClass {
  /** A commit of upstream or stable, taken as it is. */
  UPSTREAM,
  /** A commit of upstream or stable, changed on the way and declared so. */
  BACKPORT,
  /** A commit of a maintainer's tree that is on its way to mainline. */
  FROMGIT,
  /** A patch from a mailing list that no maintainer has taken yet. */
  FROMLIST,
  /** Declared as existing downstream only. */
  DOWNSTREAM,
  /** Takes back a commit of the same tree. */
  REVERT,
  /** Joins histories. */
  MERGE,
  /** Says nothing of its origin. */
  UNDECLARED;

  /** The name in policies, output and the index: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Says whether the commit names, or should name, a commit of another tree. */
  public boolean comesFromGit() {
    return this == UPSTREAM || this == BACKPORT || this == FROMGIT;
  }
}
