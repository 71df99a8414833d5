package dev.kedge.verify.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits of a real tree are listed and built. */
class GitBuildsTest {
  @TempDir private Path tree;

  @BeforeEach
  void threeCommitsAndASideBranch() throws Exception {
    git("init", "-q", "-b", "main");
    commit("one");
    git("tag", "good");
    commit("two");
    git("checkout", "-q", "-b", "side");
    commit("aside");
    git("checkout", "-q", "main");
    git("merge", "-q", "--no-ff", "-m", "three", "side");
    git("tag", "bad");
  }

  @Test
  void commitsAreThoseOfTheFirstParents() {
    List<String> commits = builds("true").commits("good", "bad");

    assertThat(commits).hasSize(3).allMatch(commit -> commit.matches("[0-9a-f]{40}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--all", "no-such-tag"})
  void whatIsNoCommitIsRefused(String name) {
    assertThatThrownBy(() -> builds("true").commits(name, "bad"))
        .isInstanceOf(VerifyException.class);
  }

  @Test
  void aRangeWithoutCommitsIsRefused() {
    assertThatThrownBy(() -> builds("true").commits("bad", "good"))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("1 commits from bad to good");
  }

  @Test
  void theCommandGetsTheCommitAsAnArgumentAndNoShell() throws IOException {
    GitBuilds builds = builds("touch", "built-{};x");

    assertThat(builds.build("abc")).isTrue();

    assertThat(tree.resolve("built-abc;x")).exists();
  }

  @Test
  void aFailedBuildIsToldAndItsOutputKept() throws IOException {
    assertThat(builds("ls", "no-such-file").build("abc")).isFalse();

    assertThat(Files.readString(tree.resolve("build.log"))).contains("no-such-file");
  }

  @Test
  void aMissingCommandIsNamed() {
    assertThatThrownBy(() -> builds("no-such-command").build("abc"))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("cannot run no-such-command");
  }

  private GitBuilds builds(String... command) {
    return new GitBuilds(tree, List.of(command), tree.resolve("build.log"));
  }

  private void commit(String name) throws Exception {
    Files.writeString(tree.resolve(name), name);
    git("add", name);
    git("commit", "-q", "-m", name);
  }

  private void git(String... arguments) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"));
    line.addAll(List.of(arguments));
    Process git = new ProcessBuilder(line).directory(tree.toFile()).inheritIO().start();
    assertThat(git.waitFor()).isZero();
  }
}
