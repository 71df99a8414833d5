package dev.kedge.patches.index;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.CommitRecord;
import dev.kedge.patches.provenance.Provenance;
import dev.kedge.patches.provenance.ProvenanceParser;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * What the index keeps of a commit, ready to be written: made by the threads that parse, so that
 * the one that writes does nothing else.
 *
 * @param id the bytes of its id; not to be changed
 * @param parents the ids of its parents, one behind the other; not to be changed
 * @param author name and address
 * @param authorSeconds Unix time of the change
 * @param commitSeconds Unix time at which it was applied
 * @param subject its first paragraph
 * @param subjectKey the {@link SubjectKey} of the subject
 * @param provenance what the message says of its origin and of others
 * @param text what decoding had to give up
 */
@SuppressWarnings("ArrayRecordComponent") // Handed from parser to writer, never compared.
record ReadCommit(
    byte[] id,
    byte[] parents,
    String author,
    long authorSeconds,
    long commitSeconds,
    String subject,
    long subjectKey,
    Provenance provenance,
    Commit.TextQuality text) {
  private static final ProvenanceParser PARSER = new ProvenanceParser();

  /** Reads a record of the walk, the short way where that says the same. */
  static ReadCommit of(CommitRecord record) {
    return PlainRecord.read(record, PARSER).orElseGet(() -> of(record.commit()));
  }

  /** Takes from a commit what the index keeps. */
  static ReadCommit of(Commit commit) {
    return new ReadCommit(
        commit.id().bytes(),
        packed(commit.parents()),
        commit.author().address(),
        commit.author().epochSeconds(),
        commit.committer().epochSeconds(),
        commit.subject(),
        SubjectKey.of(commit.subject()),
        PARSER.parse(commit),
        commit.text());
  }

  private static byte[] packed(List<CommitId> parents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(20);
    parents.forEach(parent -> bytes.writeBytes(parent.bytes()));
    return bytes.toByteArray();
  }
}
