package dev.kedge.store.issues;

/**
 * Where an occurrence went.
 *
 * @param issue number of the issue it belongs to
 * @param newIssue it is the first of its issue
 * @param duplicate it was there already; nothing changed
 */
public record Filed(long issue, boolean newIssue, boolean duplicate) {}
