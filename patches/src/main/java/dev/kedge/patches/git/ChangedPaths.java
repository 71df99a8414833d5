package dev.kedge.patches.git;

import dev.kedge.patches.CommitId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which files commits touch, against their first parent's tree; merges are left out. */
public final class ChangedPaths {
  private ChangedPaths() {}

  /** The files by commit, from one {@code git diff-tree --stdin}. */
  public static Map<CommitId, List<ChangedPath>> of(GitRepository repository, List<CommitId> ids) {
    byte[] input =
        ids.stream()
            .map(id -> id.hex() + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.US_ASCII);
    GitResult result =
        repository.attempt(
            input,
            "diff-tree",
            "--stdin",
            "--root",
            "-r",
            "-z",
            "--name-status",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv");
    if (!result.ok()) {
      throw GitRepository.failure("diff-tree", result);
    }
    Map<CommitId, List<ChangedPath>> files = new HashMap<>();
    List<ChangedPath> current = new ArrayList<>();
    String[] words = result.text().split("\0", -1);
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (CommitId.isId(word)) {
        current = new ArrayList<>();
        files.put(new CommitId(word), current);
      } else if (word.length() == 1 && i + 1 < words.length) {
        i++;
        current.add(new ChangedPath(words[i], word.charAt(0)));
      }
    }
    return files;
  }
}
