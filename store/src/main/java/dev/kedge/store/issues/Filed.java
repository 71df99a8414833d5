package dev.kedge.store.issues;

/**
 * Where an occurrence went.
 *
 * @param issue number of the issue it belongs to
 * @param occurrence number of the occurrence; of a state that lasts the one it goes on with
 * @param newIssue it is the first of its issue
 * @param again it goes on with an occurrence that was there
 * @param duplicate it was there already; nothing changed
 */
public record Filed(
    long issue, long occurrence, boolean newIssue, boolean again, boolean duplicate) {}
