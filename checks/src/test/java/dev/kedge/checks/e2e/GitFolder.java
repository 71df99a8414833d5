package dev.kedge.checks.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bare repository, written to by git's own commands; no work tree. */
record GitFolder(Path path) {

  /** An empty one; skips the test where there is no git. */
  static GitFolder create(Path path) {
    assumeTrue(Distribution.installed("git"), "needs git");
    GitFolder made = new GitFolder(path);
    made.run(List.of("git", "init", "-q", "--bare", "-b", "main", path.toString()), "");
    return made;
  }

  /** What a git command prints. */
  String git(String input, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "git", "-C", path.toString(), "-c", "user.name=Developer", "-c", "user.email=a@b"));
    line.addAll(List.of(arguments));
    return run(line, input);
  }

  private String run(List<String> line, String input) {
    Command command = Command.run(line, Map.of(), input.getBytes(UTF_8));
    assertThat(command.exitCode()).as("%s: %s", line, command.err()).isZero();
    return command.out();
  }

  /** Writes a file's content and gives its id. */
  String blob(String text) {
    return git(text, "hash-object", "-w", "--stdin").strip();
  }

  /**
   * A commit of a tree of files.
   *
   * @param files content by name, at the top
   * @param parents none for the first
   * @return its id
   */
  String commit(Map<String, String> files, String message, String... parents) {
    StringBuilder tree = new StringBuilder();
    files.forEach((name, text) -> tree.append("100644 blob %s\t%s\n".formatted(blob(text), name)));
    List<String> line =
        new ArrayList<>(List.of("commit-tree", git(tree.toString(), "mktree").strip()));
    for (String parent : parents) {
      line.addAll(List.of("-p", parent));
    }
    return git(message, line.toArray(String[]::new)).strip();
  }

  /** Sets a branch. */
  void branch(String name, String commit) {
    git("", "update-ref", "refs/heads/" + name, commit);
  }
}
