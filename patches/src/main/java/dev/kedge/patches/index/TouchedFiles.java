package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.ChangedPath;
import dev.kedge.patches.git.ChangedPaths;
import dev.kedge.patches.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that commits touch, read once from git and kept. For one thread. */
public final class TouchedFiles {
  private static final int CHUNK = 2_000;

  private final GitRepository repository;
  private final IndexFile file;
  private final History history;

  TouchedFiles(GitRepository repository, IndexFile file, History history) {
    this.repository = repository;
    this.file = file;
    this.history = history;
  }

  /** The files by commit number; a merge touches none by itself. */
  public Map<Integer, List<ChangedPath>> of(List<Integer> commits) {
    Map<Integer, List<ChangedPath>> files = new LinkedHashMap<>();
    try {
      for (int from = 0; from < commits.size(); from += CHUNK) {
        List<Integer> chunk = commits.subList(from, Math.min(commits.size(), from + CHUNK));
        list(chunk);
        for (int n : chunk) {
          files.put(n, stored(n));
        }
      }
      return files;
    } catch (SQLException e) {
      throw file.failure(e);
    }
  }

  private void list(List<Integer> commits) throws SQLException {
    List<Integer> unknown = new ArrayList<>();
    for (int n : commits) {
      if (file.number("SELECT count(*) FROM listed WHERE n = " + n) == 0) {
        unknown.add(n);
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    Map<CommitId, List<ChangedPath>> read =
        ChangedPaths.of(repository, unknown.stream().map(history::id).toList());
    try (PreparedStatement path =
            file.connection().prepareStatement("INSERT OR REPLACE INTO files VALUES (?, ?, ?)");
        PreparedStatement listed =
            file.connection().prepareStatement("INSERT OR REPLACE INTO listed VALUES (?)")) {
      for (int n : unknown) {
        for (ChangedPath changed : read.getOrDefault(history.id(n), List.of())) {
          path.setInt(1, n);
          path.setBytes(2, changed.path().getBytes(StandardCharsets.UTF_8));
          path.setString(3, String.valueOf(changed.status()));
          path.addBatch();
        }
        listed.setInt(1, n);
        listed.addBatch();
      }
      path.executeBatch();
      listed.executeBatch();
    }
    file.connection().commit();
  }

  private List<ChangedPath> stored(int n) throws SQLException {
    List<ChangedPath> files = new ArrayList<>();
    try (PreparedStatement statement =
        file.connection().prepareStatement("SELECT path, status FROM files WHERE n = ?")) {
      statement.setInt(1, n);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          files.add(
              new ChangedPath(
                  new String(row.getBytes(1), StandardCharsets.UTF_8), row.getString(2).charAt(0)));
        }
      }
    }
    return files;
  }
}
