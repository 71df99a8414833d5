package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.provenance.CommitReference;
import dev.kedge.patches.provenance.Provenance;
import dev.kedge.patches.provenance.RevertKind;
import dev.kedge.patches.provenance.RevertReference;
import dev.kedge.patches.provenance.UpstreamReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

/** Adds commits to the tables and to the history in memory, in batches. */
final class CommitWriter implements AutoCloseable {
  private static final int BATCH = 2_000;
  private static final int MAX_TEXT = 2_000;

  private final Connection connection;
  private final History history;
  private final PreparedStatement commits;
  private final PreparedStatement facts;
  private int pending;

  CommitWriter(Connection connection, History history) throws SQLException {
    this.connection = connection;
    this.history = history;
    this.commits = connection.prepareStatement("INSERT INTO commits VALUES (?,?,?,?,?,?,?,?,?,?)");
    this.facts = connection.prepareStatement("INSERT INTO facts VALUES (?,?,?,?,?)");
  }

  void add(ReadCommit read) throws SQLException {
    int n = history.add(read.id(), read.parents(), read.authorSeconds(), read.subjectKey());
    commits.setInt(1, n);
    commits.setBytes(2, read.id());
    commits.setBytes(3, read.parents());
    commits.setString(4, bounded(read.author()));
    commits.setLong(5, read.authorSeconds());
    commits.setLong(6, read.commitSeconds());
    commits.setString(7, bounded(read.subject()));
    commits.setLong(8, read.subjectKey());
    commits.setString(9, read.provenance().kind().label());
    commits.setString(10, read.text().name());
    commits.addBatch();
    addFacts(n, read.provenance());
    pending++;
    if (pending == BATCH) {
      flush();
    }
  }

  private void addFacts(int n, Provenance provenance) throws SQLException {
    int ordinal = 0;
    for (CommitReference fixed : provenance.fixes()) {
      addFact(n, ordinal++, FactKind.FIXES, fixed.hex(), fixed.subject());
    }
    for (UpstreamReference upstream : provenance.upstream()) {
      addFact(n, ordinal++, FactKind.UPSTREAM, upstream.hex(), Optional.empty());
    }
    for (RevertReference revert : provenance.reverts()) {
      FactKind kind = revert.kind() == RevertKind.REVERT ? FactKind.REVERTS : FactKind.REAPPLIES;
      addFact(n, ordinal++, kind, revert.commit().hex(), revert.commit().subject());
    }
  }

  private void addFact(int n, int ordinal, FactKind kind, String hex, Optional<String> subject)
      throws SQLException {
    facts.setInt(1, n);
    facts.setInt(2, ordinal);
    facts.setString(3, kind.name());
    facts.setString(4, hex);
    if (subject.isPresent()) {
      facts.setString(5, bounded(subject.get()));
    } else {
      facts.setNull(5, Types.VARCHAR);
    }
    facts.addBatch();
  }

  private static String bounded(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  /** Writes what was added and commits it: an index that is interrupted goes on from here. */
  void flush() throws SQLException {
    commits.executeBatch();
    facts.executeBatch();
    connection.commit();
    pending = 0;
  }

  /** Notes that everything below these commits is indexed. */
  void closeUnder(List<CommitId> tips) throws SQLException {
    try (PreparedStatement tip =
        connection.prepareStatement("INSERT OR IGNORE INTO tips VALUES (?)")) {
      for (CommitId id : tips) {
        tip.setBytes(1, id.bytes());
        tip.addBatch();
      }
      tip.executeBatch();
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    commits.close();
    facts.close();
  }
}
