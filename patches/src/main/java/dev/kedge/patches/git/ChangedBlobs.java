package dev.kedge.patches.git;

import dev.kedge.patches.CommitId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sizes and kinds of the files that commits add or change. */
public final class ChangedBlobs {
  private static final int MODE = 1;
  private static final int BLOB = 3;
  private static final int STATUS = 4;
  private static final Pattern COUNTS = Pattern.compile("(?s)(?:\\d+|-)\t(?:\\d+|-)\t.*");

  private final Map<CommitId, Map<String, String>> blobs = new HashMap<>();
  private final Map<CommitId, Set<String>> binary = new HashMap<>();

  private ChangedBlobs() {}

  /**
   * The files by commit, against its first parent; merges are left out.
   *
   * @throws dev.kedge.patches.PatchesException when objects are missing
   */
  public static Map<CommitId, List<ChangedBlob>> of(
      GitRepository repository, List<CommitId> commits) {
    GitResult result =
        repository.attempt(
            commits.stream()
                .map(id -> id.hex() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII),
            "diff-tree",
            "--stdin",
            "--root",
            "-r",
            "-z",
            "--raw",
            "--numstat",
            "--abbrev=64",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv");
    if (!result.ok()) {
      throw GitRepository.failure("diff-tree", result);
    }
    ChangedBlobs changed = new ChangedBlobs();
    changed.read(result.text().split("\0", -1));
    return changed.sized(repository);
  }

  private void read(String[] words) {
    Map<String, String> paths = new HashMap<>();
    Set<String> unreadable = new HashSet<>();
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (CommitId.isId(word)) {
        paths = new HashMap<>();
        unreadable = new HashSet<>();
        blobs.put(new CommitId(word), paths);
        binary.put(new CommitId(word), unreadable);
      } else if (word.startsWith(":") && i + 1 < words.length) {
        i++;
        String[] field = word.split(" ", -1);
        boolean file = field.length > STATUS && field[MODE].startsWith("10");
        if (file && !field[STATUS].startsWith("D")) {
          paths.put(words[i], field[BLOB]);
        }
      } else if (word.startsWith("-\t-\t") && COUNTS.matcher(word).matches()) {
        unreadable.add(word.substring(4));
      }
    }
  }

  private Map<CommitId, List<ChangedBlob>> sized(GitRepository repository) {
    List<String> ids =
        blobs.values().stream().flatMap(m -> m.values().stream()).distinct().toList();
    GitResult result =
        repository.attempt(
            (String.join("\n", ids) + "\n").getBytes(StandardCharsets.US_ASCII),
            "cat-file",
            "--batch-check=%(objectname) %(objectsize)");
    Map<String, Long> sizes = new HashMap<>();
    for (String line : (Iterable<String>) result.text().lines()::iterator) {
      String[] word = line.split(" ", -1);
      if (word.length == 2 && word[1].matches("\\d{1,15}")) {
        sizes.put(word[0], Long.parseLong(word[1]));
      }
    }
    Map<CommitId, List<ChangedBlob>> changed = new HashMap<>();
    blobs.forEach((commit, paths) -> {
      List<ChangedBlob> files = new ArrayList<>();
      paths.forEach((path, blob) ->
          files.add(
              new ChangedBlob(
                  path,
                  sizes.getOrDefault(blob, -1L),
                  binary.getOrDefault(commit, Set.of()).contains(path))));
      changed.put(commit, files);
    });
    return changed;
  }
}
