package dev.kedge.patches.provenance;

/**
 * A commit that another one takes back or brings in again.
 *
 * @param kind which of the two
 * @param commit the commit whose change goes or comes
 */
public record RevertReference(RevertKind kind, CommitReference commit) {}
