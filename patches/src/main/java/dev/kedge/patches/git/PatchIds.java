package dev.kedge.patches.git;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Names of changes that do not depend on where they are applied: {@code git patch-id --stable} over
 * {@code git diff-tree -p}, piped through this process.
 */
public final class PatchIds {
  private static final long PATIENCE_SECONDS = 3_600;

  private PatchIds() {}

  /** The patch ids of these commits; merges and empty changes have none. */
  public static Map<CommitId, String> of(GitRepository repository, List<CommitId> ids) {
    String input = ids.stream().map(id -> id.hex() + "\n").collect(Collectors.joining());
    try (GitProcess diffs =
            repository.start(
                List.of(
                    "diff-tree",
                    "--stdin",
                    "--root",
                    "-p",
                    "--full-index",
                    "--no-renames",
                    "--no-color",
                    "--diff-algorithm=myers",
                    "--no-ext-diff",
                    "--no-textconv"));
        GitProcess names = repository.start(List.of("patch-id", "--stable"));
        var pumps = Executors.newVirtualThreadPerTaskExecutor()) {
      pumps.execute(() -> feed(diffs, input));
      pumps.execute(() -> pump(diffs, names));
      String text = new String(names.output().readAllBytes(), StandardCharsets.US_ASCII);
      diffs.expectSuccess(PATIENCE_SECONDS);
      names.expectSuccess(PATIENCE_SECONDS);
      Map<CommitId, String> found = new HashMap<>();
      for (String line : (Iterable<String>) text.lines()::iterator) {
        String[] word = line.split(" ", -1);
        if (word.length == 2 && CommitId.isId(word[1])) {
          found.put(new CommitId(word[1]), word[0]);
        }
      }
      return found;
    } catch (IOException e) {
      throw PatchesException.environment("reading git patch-id: " + e.getMessage(), e);
    }
  }

  private static void feed(GitProcess diffs, String input) {
    try (OutputStream stream = diffs.input()) {
      stream.write(input.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // git diff-tree ended early; its exit code says so.
      return;
    }
  }

  private static void pump(GitProcess from, GitProcess to) {
    try (OutputStream stream = to.input()) {
      from.output().transferTo(stream);
    } catch (IOException e) {
      // One of the two ended early; its exit code says so.
      return;
    }
  }
}
