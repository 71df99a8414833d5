package dev.kedge.patches.git;

import dev.kedge.patches.CommitId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Sizes and kinds of the files that a commit adds or changes. */
public final class ChangedBlobs {
  private static final int MODE = 1;
  private static final int BLOB = 3;

  private ChangedBlobs() {}

  /** The files, against the commit's first parent; none for a merge. */
  public static List<ChangedBlob> of(GitRepository repository, CommitId commit) {
    List<String> paths = new ArrayList<>();
    StringBuilder blobs = new StringBuilder();
    String[] words = words(repository, commit, "--raw", "--abbrev=64");
    for (int i = 0; i + 1 < words.length; i += 2) {
      String[] field = words[i].split(" ", -1);
      boolean file = field.length == 5 && field[MODE].startsWith("10");
      if (file && !field[4].startsWith("D")) {
        paths.add(words[i + 1]);
        blobs.append(field[BLOB]).append('\n');
      }
    }
    if (paths.isEmpty()) {
      return List.of();
    }
    GitResult sizes =
        repository.attempt(
            blobs.toString().getBytes(StandardCharsets.US_ASCII),
            "cat-file",
            "--batch-check=%(objectsize)");
    List<String> size = sizes.text().lines().toList();
    Set<String> binary = binary(repository, commit);
    List<ChangedBlob> changed = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      boolean known = i < size.size() && size.get(i).matches("\\d{1,15}");
      changed.add(
          new ChangedBlob(
              paths.get(i),
              known ? Long.parseLong(size.get(i)) : -1,
              binary.contains(paths.get(i))));
    }
    return changed;
  }

  private static Set<String> binary(GitRepository repository, CommitId commit) {
    Set<String> binary = new TreeSet<>();
    for (String word : words(repository, commit, "--numstat")) {
      if (word.startsWith("-\t-\t")) {
        binary.add(word.substring(4));
      }
    }
    return binary;
  }

  private static String[] words(GitRepository repository, CommitId commit, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "diff-tree",
                "--root",
                "-r",
                "-z",
                "--no-commit-id",
                "--no-renames",
                "--no-ext-diff",
                "--no-textconv"));
    arguments.addAll(List.of(options));
    arguments.add(commit.hex());
    return repository.output(arguments.toArray(String[]::new)).split("\0", -1);
  }
}
