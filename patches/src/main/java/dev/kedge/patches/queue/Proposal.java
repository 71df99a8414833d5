package dev.kedge.patches.queue;

import dev.kedge.patches.CommitId;

/**
 * Commits proposed for a branch.
 *
 * @param id its number in the queue; lower ones were proposed earlier
 * @param title one line for people
 * @param author who proposes it
 * @param head the newest of its commits; everything below it that the branch lacks is proposed
 */
public record Proposal(long id, String title, String author, CommitId head) {}
