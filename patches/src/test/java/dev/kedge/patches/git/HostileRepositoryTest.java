package dev.kedge.patches.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import dev.kedge.patches.check.PolicyFile;
import dev.kedge.patches.check.RangeCheck;
import dev.kedge.patches.check.Rule;
import dev.kedge.patches.check.Waivers;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexProgress;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.missing.MissingFixScan;
import dev.kedge.patches.missing.MissingQuery;
import dev.kedge.patches.missing.ScanResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and deceiving repositories lead to a message or an unchecked item, never to silence. */
class HostileRepositoryTest {
  @TempDir private Path directory = Path.of("");
  private Path path = Path.of("");
  private CommitId first = new CommitId("0".repeat(40));
  private CommitId second = first;
  private CommitId third = first;

  @BeforeEach
  void build() {
    path = directory.resolve("repo");
    RepositoryWriter writer = new RepositoryWriter(path);
    first = writer.commit("one: first\n", Map.of("a", "1\n"));
    second = writer.commit("two: second\n\n[ no upstream commit ]\n", Map.of("a", "2\n"));
    third =
        writer.commit(
            "three: third\n\nFixes: " + first.abbreviated() + " (\"one: first\")\n",
            Map.of("b", "3\n"));
    writer.close();
  }

  private void git(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 7];
    String[] prefix = {
      "git", "-C", path.toString(), "-c", "user.name=A", "-c", "user.email=a@example.org"
    };
    System.arraycopy(prefix, 0, command, 0, 7);
    System.arraycopy(arguments, 0, command, 7, arguments.length);
    RepositoryWriter.run(command);
  }

  private static ScanResult scan(GitRepository repository, CommitId branch, CommitId upstream) {
    try (CommitIndex index = CommitIndex.open(repository)) {
      index.update(List.of(branch, upstream), IndexProgress.SILENT);
      return new MissingFixScan(index, new MissingQuery(branch, upstream, List.of(), false)).run();
    }
  }

  private static CheckResult check(GitRepository repository, CommitId base, CommitId head) {
    RangeCheck check =
        new RangeCheck(
            PolicyFile.preset("plain"),
            Waivers.NONE,
            IgnoreList.EMPTY,
            Optional.empty(),
            Optional.empty(),
            LocalDate.of(2026, 11, 22));
    try (CommitIndex index = CommitIndex.open(repository)) {
      return check.run(
          index, new CommitRange(Optional.of(base), head), Optional.of(head), IndexProgress.SILENT);
    }
  }

  private void loseObject(String hex) throws IOException {
    Files.delete(
        path.resolve(".git/objects").resolve(hex.substring(0, 2)).resolve(hex.substring(2)));
  }

  @Test
  void saysThatAShallowCloneIsNoAllClear() throws IOException {
    Path clone = directory.resolve("shallow");
    RepositoryWriter.run("git", "clone", "-q", "--depth", "2", "file://" + path, clone.toString());
    GitRepository repository = GitRepository.open(clone);

    assertThat(repository.shallow()).isTrue();
    assertThat(scan(repository, second, third).unchecked())
        .anySatisfy(text -> assertThat(text).contains("shallow"));
    assertThat(check(repository, second, third).findings())
        .extracting(Finding::rule)
        .contains(Rule.UNCHECKED);
    RepositoryWriter.run("git", "-C", clone.toString(), "fetch", "-q", "--unshallow");
    assertThat(scan(GitRepository.open(clone), second, third).unchecked()).isEmpty();
    assertThat(scan(GitRepository.open(clone), second, third).fixes()).hasSize(1);
  }

  @Test
  void failsWhenACommitIsMissing() throws IOException {
    loseObject(second.hex());
    GitRepository repository = GitRepository.open(path);

    assertThatThrownBy(() -> scan(repository, third, third))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("git rev-list failed");
  }

  @Test
  void reportsFilesWhoseContentsAreMissing() throws IOException {
    GitRepository repository = GitRepository.open(path);
    loseObject(repository.output("rev-parse", third.hex() + ":b").strip());

    assertThat(check(repository, first, third).findings())
        .filteredOn(finding -> finding.commit().equals(third))
        .extracting(Finding::rule)
        .contains(Rule.UNCHECKED);
  }

  @Test
  void reportsAPickThatCouldNotBeTried() throws IOException {
    GitRepository repository = GitRepository.open(path);
    loseObject(repository.output("rev-parse", third.hex() + "^{tree}").strip());
    try (TrialPicks picks = new TrialPicks(repository)) {
      TrialPick pick = picks.pick(third, first);
      assertThat(pick.outcome()).isEqualTo(TrialPick.Outcome.UNKNOWN);
      assertThat(pick.reason()).isNotEmpty();
    }
  }

  @Test
  void isNotDeceivedByReplacedRefsAndGrafts() throws IOException {
    git("replace", third.hex(), first.hex());
    Files.createDirectories(path.resolve(".git/info"));
    Files.writeString(path.resolve(".git/info/grafts"), third.hex() + " " + first.hex() + "\n");
    GitRepository repository = GitRepository.open(path);

    try (CatFile objects = new CatFile(repository)) {
      assertThat(objects.commit(third).orElseThrow().subject()).isEqualTo("three: third");
    }
    try (CommitIndex index = CommitIndex.open(repository)) {
      assertThat(index.update(List.of(third), IndexProgress.SILENT).added()).isEqualTo(3);
    }
  }

  @Test
  void runsNothingThatTheRepositoryConfigures() throws IOException {
    Path trace = directory.resolve("ran");
    git("config", "diff.external", "touch " + trace + " #");
    git("config", "core.fsmonitor", "touch " + trace + " #");
    git("config", "diff.evil.textconv", "touch " + trace + " #");
    Files.createDirectories(path.resolve(".git/info"));
    Files.writeString(path.resolve(".git/info/attributes"), "* diff=evil\n");
    GitRepository repository = GitRepository.open(path);

    assertThat(PatchIds.of(repository, List.of(third))).hasSize(1);
    assertThat(ChangedPaths.of(repository, List.of(third)).get(third)).hasSize(1);
    assertThat(ChangedBlobs.of(repository, List.of(third)).get(third)).hasSize(1);
    assertThat(trace).doesNotExist();
  }

  @Test
  void goesOnAfterABranchWasForcedElsewhere() throws IOException {
    GitRepository repository = GitRepository.open(path);
    assertThat(scan(repository, third, third).candidates()).isZero();
    git("update-ref", "refs/heads/main", first.hex());
    git("commit-graph", "write", "--reachable");
    git("reflog", "expire", "--expire=now", "--all");
    git("gc", "-q", "--prune=now");
    git("update-ref", "refs/heads/main", first.hex());

    try (CommitIndex index = CommitIndex.open(repository)) {
      assertThat(index.update(List.of(first), IndexProgress.SILENT).added()).isZero();
      assertThat(index.history().reachable(List.of(first)).cardinality()).isEqualTo(1);
    }
    assertThat(repository.find(Revision.of(third))).isEmpty();
  }

  @Test
  void readsMessagesOfAnyEncoding() {
    Path other = directory.resolve("encodings");
    RepositoryWriter writer = new RepositoryWriter(other);
    String latin = "net: gr\u00fcn\n\nFixes: 0123456789ab (\"a\")\n";
    CommitId id =
        writer.write(
            new RepositoryWriter.Entry(
                "main",
                List.of(),
                "A <a@example.org>",
                0,
                latin,
                StandardCharsets.ISO_8859_1,
                Map.of("a", Optional.of("x"))));
    try (CatFile objects = new CatFile(writer.finish())) {
      Commit commit = objects.commit(id).orElseThrow();
      assertThat(commit.subject()).isEqualTo("net: gr\u00fcn");
      assertThat(commit.text()).isEqualTo(Commit.TextQuality.GUESSED);
      assertThat(commit.trailers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-x", "--output=/tmp/x", "a\nb", "a\0b", "a..b", "--upload-pack=touch x"})
  void refusesNamesThatAreNoRevisions(String text) {
    assertThatThrownBy(() -> new Revision(text)).isInstanceOf(PatchesException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "HEAD^{tree}", ":a", "HEAD:a", "main~99", "@{-1}"})
  void saysThatARevisionIsNotThere(String text) {
    GitRepository repository = GitRepository.open(path);
    assertThatThrownBy(() -> repository.resolve(new Revision(text)))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("no such revision");
  }

  @Test
  void refusesWhatIsNoRepository() {
    assertThatThrownBy(() -> GitRepository.open(directory.resolve("none")))
        .hasMessageContaining("no such directory");
  }

  @Test
  void throwsAwayAnIndexThatIsNone() throws IOException {
    GitRepository repository = GitRepository.open(path);
    Path file = directory.resolve("index.sqlite");
    Files.writeString(file, "this is no database, it only has the name of one\n".repeat(100));

    assertThatThrownBy(() -> CommitIndex.open(repository, file))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("can be deleted");
  }
}
