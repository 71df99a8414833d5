package dev.kedge.patches.provenance;

/** What a commit does to one it takes back or brings in again. */
public enum RevertKind {
  /** Takes it back. */
  REVERT,
  /** Brings in again what had been reverted. */
  REAPPLY
}
