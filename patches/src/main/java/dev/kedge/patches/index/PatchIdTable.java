package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.PatchIds;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Patch ids by commit, computed once (some hundred a second) and kept. For one thread. */
public final class PatchIdTable {
  private static final int CHUNK = 500;

  private final GitRepository repository;
  private final IndexFile file;
  private final History history;

  PatchIdTable(GitRepository repository, IndexFile file, History history) {
    this.repository = repository;
    this.file = file;
    this.history = history;
  }

  /**
   * The patch ids of these commits, by number; those of merges and empty changes are empty texts.
   */
  public Map<Integer, String> of(List<Integer> commits) {
    Map<Integer, String> ids = new LinkedHashMap<>();
    try {
      for (int from = 0; from < commits.size(); from += CHUNK) {
        chunk(commits.subList(from, Math.min(commits.size(), from + CHUNK)), ids);
      }
      return ids;
    } catch (SQLException e) {
      throw file.failure(e);
    }
  }

  private void chunk(List<Integer> commits, Map<Integer, String> ids) throws SQLException {
    List<Integer> unknown = new ArrayList<>();
    try (PreparedStatement known =
        file.connection().prepareStatement("SELECT id FROM patch_ids WHERE n = ?")) {
      for (int n : commits) {
        known.setInt(1, n);
        try (ResultSet row = known.executeQuery()) {
          if (row.next()) {
            ids.put(n, HexFormat.of().formatHex(row.getBytes(1)));
          } else {
            unknown.add(n);
          }
        }
      }
    }
    if (!unknown.isEmpty()) {
      compute(unknown, ids);
    }
  }

  private void compute(List<Integer> commits, Map<Integer, String> ids) throws SQLException {
    Map<CommitId, String> computed =
        PatchIds.of(repository, commits.stream().map(history::id).toList());
    try (PreparedStatement insert =
        file.connection().prepareStatement("INSERT OR REPLACE INTO patch_ids VALUES (?, ?)")) {
      for (int n : commits) {
        String id = computed.getOrDefault(history.id(n), "");
        insert.setInt(1, n);
        insert.setBytes(2, HexFormat.of().parseHex(id));
        insert.addBatch();
        ids.put(n, id);
      }
      insert.executeBatch();
    }
    file.connection().commit();
  }
}
