package dev.kedge.patches.git;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.CommitParser;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * A walk of the history with the messages, streamed from one {@code git rev-list --header}: as fast
 * as git walks, in memory that does not grow with the history. As for git itself a message ends at
 * its first NUL.
 */
public final class CommitWalk {
  private static final long PATIENCE_SECONDS = 600;
  private static final int INDENT = 4;
  private static final int CHUNK = 1 << 16;

  private final GitRepository repository;

  /** Walks this repository. */
  public CommitWalk(GitRepository repository) {
    this.repository = repository;
  }

  /**
   * Reads everything below {@code tips} and not below {@code known}, newest first. Known commits
   * that the repository no longer holds (a branch was forced elsewhere) count for nothing.
   *
   * @throws PatchesException with git's message when history is missing or damaged
   */
  public void read(
      Collection<CommitId> tips, Collection<CommitId> known, Consumer<Commit> consumer) {
    StringBuilder revisions = new StringBuilder();
    tips.forEach(tip -> revisions.append(tip.hex()).append('\n'));
    known.forEach(tip -> revisions.append('^').append(tip.hex()).append('\n'));
    try (GitProcess process =
        repository.start(
            List.of("rev-list", "--header", "--encoding=none", "--ignore-missing", "--stdin"))) {
      try (OutputStream input = process.input()) {
        input.write(revisions.toString().getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Git ended early; its exit code below comes with its message.
        process.expectSuccess(PATIENCE_SECONDS);
      }
      records(process.output(), consumer);
      process.expectSuccess(PATIENCE_SECONDS);
    } catch (IOException e) {
      throw PatchesException.environment("reading git rev-list: " + e.getMessage(), e);
    }
  }

  private static void records(InputStream stream, Consumer<Commit> consumer) throws IOException {
    byte[] buffer = new byte[CHUNK];
    int filled = 0;
    for (int n = stream.read(buffer, 0, CHUNK); n >= 0; ) {
      int scan = filled;
      filled += n;
      int start = 0;
      for (int i = scan; i < filled; i++) {
        if (buffer[i] == 0) {
          consumer.accept(commit(buffer, start, i));
          start = i + 1;
        }
      }
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      if (filled == buffer.length) {
        if (buffer.length >= CatFile.MAX_OBJECT_BYTES) {
          throw new IOException("a commit of more than " + CatFile.MAX_OBJECT_BYTES + " bytes");
        }
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      n = stream.read(buffer, filled, buffer.length - filled);
    }
    if (filled > 0) {
      throw new IOException("the list of commits is cut");
    }
  }

  /** A record is the id, a newline, the header, a blank line, the message with indented lines. */
  private static Commit commit(byte[] buffer, int start, int end) {
    int at = start;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    String hex = new String(buffer, start, at - start, StandardCharsets.ISO_8859_1);
    if (!CommitId.isId(hex)) {
      throw PatchesException.environment("git rev-list printed no commit id where one belongs");
    }
    byte[] object = new byte[Math.max(0, end - at - 1)];
    int length = 0;
    boolean header = true;
    for (int i = at + 1; i < end; ) {
      int next = i;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      int from = header ? i : Math.min(i + INDENT, next);
      System.arraycopy(buffer, from, object, length, next - from);
      length += next - from;
      if (next < end) {
        object[length++] = '\n';
      }
      header &= next > i;
      i = next + 1;
    }
    return CommitParser.parse(new CommitId(hex), Arrays.copyOf(object, length));
  }
}
