package dev.kedge.patches.index;

/**
 * What an update of the index did.
 *
 * @param added commits that were read
 * @param total commits in the index now
 * @param rebuilt whether an index of another version or another cut of a shallow clone was thrown
 *     away first
 */
public record IndexUpdate(int added, int total, boolean rebuilt) {}
