package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.CommitWalk;
import dev.kedge.patches.git.GitRepository;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One update of an index. */
final class Indexing {
  private static final int PROGRESS_STEP = 1_000;

  private final GitRepository repository;
  private final IndexFile file;
  private final History history;
  private int read;
  private int added;

  Indexing(GitRepository repository, IndexFile file, History history) {
    this.repository = repository;
    this.file = file;
    this.history = history;
  }

  IndexUpdate run(List<CommitId> tips, boolean rebuilt, IndexProgress progress)
      throws SQLException {
    List<CommitId> closed = closedTips();
    List<CommitId> open = tips.stream().filter(tip -> !closed.contains(tip)).distinct().toList();
    if (open.isEmpty()) {
      return new IndexUpdate(0, history.size(), rebuilt);
    }
    try (CommitWriter writer = new CommitWriter(file.connection(), history)) {
      new CommitWalk(repository)
          .read(open, closed, ReadCommit::of, commit -> add(writer, commit, progress));
      writer.flush();
      writer.closeUnder(open);
    }
    history.link();
    forgetCovered(open, closed);
    return new IndexUpdate(added, history.size(), rebuilt);
  }

  private void add(CommitWriter writer, ReadCommit commit, IndexProgress progress) {
    read++;
    if (read % PROGRESS_STEP == 0) {
      progress.at(read);
    }
    if (history.contains(commit.id())) {
      // An update that was interrupted got this far.
      return;
    }
    try {
      writer.add(commit);
    } catch (SQLException e) {
      throw file.failure(e);
    }
    added++;
  }

  /** A tip below another one says nothing more: without this, each update would leave one. */
  private void forgetCovered(List<CommitId> open, List<CommitId> closed) throws SQLException {
    BitSet below = history.reachable(open);
    try (PreparedStatement statement =
        file.connection().prepareStatement("DELETE FROM tips WHERE id = ?")) {
      for (CommitId tip : closed) {
        if (below.get(history.number(tip).orElseThrow())) {
          statement.setBytes(1, tip.bytes());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
    file.connection().commit();
  }

  private List<CommitId> closedTips() throws SQLException {
    List<CommitId> tips = new ArrayList<>();
    try (PreparedStatement statement = file.connection().prepareStatement("SELECT id FROM tips");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        tips.add(CommitId.ofBytes(row.getBytes(1)));
      }
    }
    return tips;
  }
}
