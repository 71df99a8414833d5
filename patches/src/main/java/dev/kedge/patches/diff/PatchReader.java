package dev.kedge.patches.diff;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.GitProcess;
import dev.kedge.patches.git.GitRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The patches of many commits from one {@code git diff-tree --stdin}. Safe for use by many threads:
 * each call starts a process of its own.
 */
public final class PatchReader {
  /** More changed and context lines of one commit are not kept; the patch is marked as cut. */
  static final int MAX_LINES = 1_000_000;

  private static final int MAX_LINE_BYTES = 1 << 20;

  private final GitRepository repository;

  /** Reads from this repository. */
  public PatchReader(GitRepository repository) {
    this.repository = repository;
  }

  /**
   * Reads the patches against the first parent, with three lines of context. A merge has an empty
   * patch.
   *
   * @param commits ids of commits the repository holds
   * @param found called once for each commit, in the order of {@code commits}
   * @throws PatchesException when git fails or a commit is missing
   */
  public void read(List<CommitId> commits, BiConsumer<CommitId, Patch> found) {
    if (commits.isEmpty()) {
      return;
    }
    List<String> arguments =
        List.of(
            "diff-tree",
            "--stdin",
            "--root",
            "--always",
            "-r",
            "-p",
            "-U3",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--no-indent-heuristic",
            "--diff-algorithm=myers",
            "--full-index",
            "--src-prefix=a/",
            "--dst-prefix=b/");
    try (GitProcess process = repository.start(arguments)) {
      process.feed(commits);
      parse(process.output(), found);
      process.expectSuccess(60);
    } catch (IOException e) {
      throw PatchesException.environment("reading git diff-tree: " + e.getMessage(), e);
    }
  }

  /** The patch of one commit. */
  public Patch read(CommitId commit) {
    Patch[] read = new Patch[] {new Patch(List.of(), false)};
    read(List.of(commit), (id, patch) -> read[0] = patch);
    return read[0];
  }

  static void parse(InputStream stream, BiConsumer<CommitId, Patch> found) throws IOException {
    Optional<CommitId> commit = Optional.empty();
    PatchParser parser = new PatchParser(MAX_LINES);
    ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
    for (Optional<String> line = line(stream, buffer);
        line.isPresent();
        line = line(stream, buffer)) {
      String text = line.get();
      if (!parser.insideHunk() && CommitId.isId(text)) {
        deliver(commit, parser, found);
        commit = Optional.of(new CommitId(text));
        parser = new PatchParser(MAX_LINES);
      } else {
        parser.accept(text);
      }
    }
    deliver(commit, parser, found);
  }

  private static void deliver(
      Optional<CommitId> commit, PatchParser parser, BiConsumer<CommitId, Patch> found) {
    commit.ifPresent(id -> found.accept(id, parser.finish()));
  }

  /** A line without its end; bytes that are no UTF-8 are read as Latin-1, so none are confused. */
  private static Optional<String> line(InputStream stream, ByteArrayOutputStream buffer)
      throws IOException {
    buffer.reset();
    int c = stream.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = stream.read()) {
      if (buffer.size() < MAX_LINE_BYTES) {
        buffer.write(c);
      }
    }
    byte[] bytes = buffer.toByteArray();
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }
}
