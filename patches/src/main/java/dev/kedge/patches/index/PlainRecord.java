package dev.kedge.patches.index;

import dev.kedge.patches.Commit;
import dev.kedge.patches.Signature;
import dev.kedge.patches.git.CommitRecord;
import dev.kedge.patches.provenance.PlainMessage;
import dev.kedge.patches.provenance.ProvenanceParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a commit of the usual shape from its bytes: ASCII, a subject on one line, a message that
 * names no origin. Most are so, and cost a pass over the bytes instead of a dozen over strings. All
 * others are left to the whole parser; the result is always the same as its.
 */
final class PlainRecord {
  private final CommitRecord record;
  private final byte[] bytes;
  private byte[] parents = new byte[0];
  private Optional<Signature> author = Optional.empty();
  private Optional<Signature> committer = Optional.empty();

  private PlainRecord(CommitRecord record) {
    this.record = record;
    this.bytes = record.bytes();
  }

  /** Reads the record; empty when it is not of the usual shape. */
  static Optional<ReadCommit> read(CommitRecord record, ProvenanceParser parser) {
    return new PlainRecord(record).read(parser);
  }

  private Optional<ReadCommit> read(ProvenanceParser parser) {
    int idEnd = record.lineEnd(record.start());
    byte[] id = HexBytes.parse(bytes, record.start(), idEnd);
    int message = id.length == 0 ? -1 : header(idEnd + 1);
    if (message < 0 || author.isEmpty() || committer.isEmpty()) {
      return Optional.empty();
    }
    return PlainMessage.scan(record, message)
        .map(plain ->
            new ReadCommit(
                id,
                parents,
                author.get().address(),
                author.get().epochSeconds(),
                committer.get().epochSeconds(),
                plain.subject(),
                SubjectKey.of(plain.subject()),
                parser.parse(plain, parents.length > id.length),
                Commit.TextQuality.CLEAN));
  }

  /** Reads the header and returns where the message begins; -1 when something is unusual. */
  private int header(int from) {
    int at = from;
    while (at < record.end() && bytes[at] != '\n') {
      int end = record.lineEnd(at);
      if (startsWith(at, end, "parent ")) {
        byte[] parent = HexBytes.parse(bytes, at + 7, end);
        if (parent.length == 0) {
          return -1;
        }
        int known = parents.length;
        parents = Arrays.copyOf(parents, known + parent.length);
        System.arraycopy(parent, 0, parents, known, parent.length);
      } else if (author.isEmpty() && startsWith(at, end, "author ")) {
        author = signature(at + 7, end);
      } else if (committer.isEmpty() && startsWith(at, end, "committer ")) {
        committer = signature(at + 10, end);
      }
      at = end + 1;
    }
    return at + 1;
  }

  private Optional<Signature> signature(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < ' ') {
        return Optional.empty();
      }
    }
    return Optional.of(
        Signature.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
  }

  private boolean startsWith(int at, int end, String prefix) {
    if (end - at < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[at + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
