package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.provenance.ProvenanceClass;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The index of a repository: what every commit says of itself and of others, brought up to date on
 * request. Single questions go to the SQLite file, the shape of the history is in memory. For one
 * thread; several processes may use the file, one of them updating.
 */
public final class CommitIndex implements AutoCloseable {
  private final GitRepository repository;
  private final IndexFile file;
  private final Path lockFile;
  private History history;

  private CommitIndex(GitRepository repository, IndexFile file, Path lockFile, History history) {
    this.repository = repository;
    this.file = file;
    this.lockFile = lockFile;
    this.history = history;
  }

  /** Where the index of a repository lies unless told otherwise: in its git directory. */
  public static Path defaultFile(GitRepository repository) {
    return repository.gitDirectory().resolve("kedge").resolve("index.sqlite");
  }

  /** Opens the index in the git directory, made if absent. */
  public static CommitIndex open(GitRepository repository) {
    return open(repository, defaultFile(repository));
  }

  /** Opens an index elsewhere, made if absent; it belongs to this repository alone. */
  public static CommitIndex open(GitRepository repository, Path path) {
    IndexFile file = IndexFile.open(path);
    try {
      return new CommitIndex(
          repository, file, path.resolveSibling(path.getFileName() + ".lock"), load(file));
    } catch (SQLException e) {
      file.close();
      throw file.failure(e);
    }
  }

  private static History load(IndexFile file) throws SQLException {
    History history = new History();
    try (PreparedStatement statement =
            file.connection()
                .prepareStatement(
                    "SELECT id, parents, author_time, subject_key FROM commits ORDER BY n");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        history.add(row.getBytes(1), row.getBytes(2), row.getLong(3), row.getLong(4));
      }
    }
    history.link();
    return history;
  }

  /** The repository it is of. */
  public GitRepository repository() {
    return repository;
  }

  /** The shape of what is indexed. */
  public History history() {
    return history;
  }

  /**
   * Reads every commit below these that is not indexed yet. Commits are on disk in batches: an
   * update that is interrupted is taken up again by the next. Another process that updates is
   * waited for.
   *
   * @throws dev.kedge.patches.PatchesException when git cannot walk the history
   */
  public IndexUpdate update(Collection<CommitId> tips, IndexProgress progress) {
    try (IndexLock lock = IndexLock.take(lockFile)) {
      boolean rebuilt = forgetOtherCut();
      // The other process may have added commits while this one waited.
      if (lock.waited() || rebuilt) {
        history = load(file);
      }
      Indexing indexing = new Indexing(repository, file, history);
      return indexing.run(List.copyOf(tips), rebuilt, progress);
    } catch (SQLException e) {
      throw file.failure(e);
    }
  }

  /** Commits at the cut of a shallow clone lack parents; when the cut moves, all is read anew. */
  private boolean forgetOtherCut() throws SQLException {
    String cut = repository.shallowBoundary();
    Optional<String> known = file.meta("shallow");
    boolean other = known.isPresent() && !known.get().equals(cut);
    if (other) {
      file.rebuild();
    }
    file.setMeta("shallow", cut);
    file.connection().commit();
    return other;
  }

  /** What the index holds of a commit. */
  public IndexedCommit commit(int number) {
    try (PreparedStatement statement =
        file.connection()
            .prepareStatement(
                "SELECT author, author_time, commit_time, subject, class FROM commits"
                    + " WHERE n = ?")) {
      statement.setInt(1, number);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalArgumentException("no commit has number " + number);
        }
        return new IndexedCommit(
            number,
            history.id(number),
            row.getString(1),
            row.getLong(2),
            row.getLong(3),
            row.getString(4),
            ProvenanceClass.valueOf(row.getString(5).toUpperCase(Locale.ROOT)));
      }
    } catch (SQLException e) {
      throw file.failure(e);
    }
  }

  /** What a commit says of others, in the order of its message. */
  public List<Fact> facts(int number) {
    List<Fact> facts = new ArrayList<>();
    try (PreparedStatement statement =
        file.connection()
            .prepareStatement(
                "SELECT n, kind, hex, subject FROM facts WHERE n = ? ORDER BY ordinal")) {
      statement.setInt(1, number);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          facts.add(fact(row));
        }
      }
      return facts;
    } catch (SQLException e) {
      throw file.failure(e);
    }
  }

  /** Everything these commits say of others, by rising number. */
  public void facts(BitSet commits, Consumer<Fact> consumer) {
    try (PreparedStatement statement =
            file.connection()
                .prepareStatement("SELECT n, kind, hex, subject FROM facts ORDER BY n, ordinal");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        if (commits.get(row.getInt(1))) {
          consumer.accept(fact(row));
        }
      }
    } catch (SQLException e) {
      throw file.failure(e);
    }
  }

  private static Fact fact(ResultSet row) throws SQLException {
    return new Fact(
        row.getInt(1),
        FactKind.valueOf(row.getString(2)),
        row.getString(3),
        Optional.ofNullable(row.getString(4)));
  }

  /** Commits whose messages are too long to be read in full. */
  public BitSet unreadable() {
    BitSet commits = new BitSet();
    try (PreparedStatement statement =
            file.connection().prepareStatement("SELECT n FROM commits WHERE text_quality = 'CUT'");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        commits.set(row.getInt(1));
      }
      return commits;
    } catch (SQLException e) {
      throw file.failure(e);
    }
  }

  /** Patch ids, computed for those of these commits that have none yet, and kept. */
  public PatchIdTable patchIds() {
    return new PatchIdTable(repository, file, history);
  }

  /** Touched files, read for those of these commits that were not listed yet, and kept. */
  public TouchedFiles touchedFiles() {
    return new TouchedFiles(repository, file, history);
  }

  @Override
  public void close() {
    file.close();
  }
}
