package dev.kedge.patches.index;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.CommitStream;
import dev.kedge.patches.git.GitRepository;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One update of an index. */
final class Indexing {
  private static final int PROGRESS_STEP = 1_000;

  private final GitRepository repository;
  private final IndexFile file;
  private final History history;
  private final List<CommitId> missing = new ArrayList<>();
  private int done;

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
      return new IndexUpdate(0, history.size(), rebuilt, List.of());
    }
    List<CommitId> fresh =
        repository.walk(open, closed).stream().filter(id -> history.number(id).isEmpty()).toList();
    progress.at(0, fresh.size());
    try (CommitWriter writer = new CommitWriter(file.connection(), history)) {
      new CommitStream(repository)
          .read(fresh, commit -> add(writer, commit, fresh.size(), progress), missing::add);
      writer.flush();
      if (missing.isEmpty()) {
        writer.closeUnder(open);
      }
    }
    return new IndexUpdate(done, history.size(), rebuilt, missing);
  }

  private void add(CommitWriter writer, Commit commit, int total, IndexProgress progress) {
    try {
      writer.add(commit);
    } catch (SQLException e) {
      throw file.failure(e);
    }
    done++;
    if (done % PROGRESS_STEP == 0) {
      progress.at(done, total);
    }
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
