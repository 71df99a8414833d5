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
 */
final class ReadCommit {
  private static final ProvenanceParser PARSER = new ProvenanceParser();

  private final Commit commit;
  private final byte[] id;
  private final byte[] parents;
  private final Provenance provenance;
  private final long subjectKey;

  private ReadCommit(
      Commit commit, byte[] id, byte[] parents, Provenance provenance, long subjectKey) {
    this.commit = commit;
    this.id = id;
    this.parents = parents;
    this.provenance = provenance;
    this.subjectKey = subjectKey;
  }

  static ReadCommit of(Commit commit) {
    return new ReadCommit(
        commit,
        commit.id().bytes(),
        packed(commit.parents()),
        PARSER.parse(commit),
        SubjectKey.of(commit.subject()));
  }

  Commit commit() {
    return commit;
  }

  /** The bytes of its id; not to be changed. */
  byte[] id() {
    return id;
  }

  /** The ids of its parents, one behind the other; not to be changed. */
  byte[] parents() {
    return parents;
  }

  Provenance provenance() {
    return provenance;
  }

  /** The {@link SubjectKey} of its subject. */
  long subjectKey() {
    return subjectKey;
  }

  private static byte[] packed(List<CommitId> parents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(20);
    parents.forEach(parent -> bytes.writeBytes(parent.bytes()));
    return bytes.toByteArray();
  }
}
