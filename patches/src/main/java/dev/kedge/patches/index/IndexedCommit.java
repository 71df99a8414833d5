package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.provenance.ProvenanceClass;

/**
 * What the index holds of a commit besides its place in the history.
 *
 * @param number its number in the index
 * @param id its name
 * @param author name and mail of the author
 * @param authorSeconds Unix time of the change
 * @param commitSeconds Unix time at which it was applied
 * @param subject first line
 * @param kind class of its provenance
 */
public record IndexedCommit(
    int number,
    CommitId id,
    String author,
    long authorSeconds,
    long commitSeconds,
    String subject,
    ProvenanceClass kind) {}
