package dev.kedge.patches.index;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.provenance.Provenance;
import dev.kedge.patches.provenance.ProvenanceParser;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A commit with everything that is read out of it, ready to be written: made by the threads that
 * parse, so that the one that writes does nothing else.
 *
 * @param commit the commit
 * @param id the bytes of its id
 * @param parents those of its parents, one behind the other
 * @param provenance what its message says
 * @param subjectKey the {@link SubjectKey} of its subject
 */
record ReadCommit(
    Commit commit, byte[] id, byte[] parents, Provenance provenance, long subjectKey) {
  private static final ProvenanceParser PARSER = new ProvenanceParser();

  static ReadCommit of(Commit commit) {
    return new ReadCommit(
        commit,
        commit.id().bytes(),
        packed(commit.parents()),
        PARSER.parse(commit),
        SubjectKey.of(commit.subject()));
  }

  private static byte[] packed(List<CommitId> parents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(20);
    parents.forEach(parent -> bytes.writeBytes(parent.bytes()));
    return bytes.toByteArray();
  }
}
