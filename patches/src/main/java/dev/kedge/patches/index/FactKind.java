package dev.kedge.patches.index;

/** What a commit says of another one it names. */
public enum FactKind {
  /** It fixes it. */
  FIXES,
  /** It carries it from upstream. */
  UPSTREAM,
  /** It takes it back. */
  REVERTS,
  /** It brings it in again. */
  REAPPLIES
}
