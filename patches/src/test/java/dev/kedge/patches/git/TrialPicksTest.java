package dev.kedge.patches.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.history.RepositoryWriter.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrialPicksTest {
  private static final String BASE = "a\nb\nc\nd\ne\nf\ng\nh\n";

  @TempDir private Path directory;
  private RepositoryWriter writer;
  private CommitId root;
  private CommitId change;

  @BeforeEach
  void upstream() {
    writer = new RepositoryWriter(directory.resolve("repo"));
    root = writer.write(Entry.on("upstream", "root", Map.of("f.c", BASE, "g.c", BASE)));
    change =
        writer.write(Entry.on("upstream", "change", Map.of("f.c", BASE.replace("d\n", "D\n"))));
  }

  @Test
  void aChangeElsewhereInTheFileDoesNotHinder() {
    assertThat(pick(Map.of("f.c", "first\n" + BASE)).outcome()).isEqualTo(TrialPick.Outcome.CLEAN);
  }

  @Test
  void anotherChangeOfTheSameLineConflicts() {
    TrialPick trial = pick(Map.of("f.c", BASE.replace("d\n", "X\n")));
    assertThat(trial.outcome()).isEqualTo(TrialPick.Outcome.CONFLICT);
    assertThat(trial.conflicts()).containsExactly("f.c");
  }

  @Test
  void theSameChangeLeavesNothingToDo() {
    assertThat(pick(Map.of("f.c", BASE.replace("d\n", "D\n"))).outcome())
        .isEqualTo(TrialPick.Outcome.EMPTY);
  }

  @Test
  void aRenamedFileIsFound() {
    CommitId onto =
        writer.write(
            new Entry(
                "main",
                List.of(root),
                "A <a@example.org>",
                0,
                "move",
                java.nio.charset.StandardCharsets.UTF_8,
                Map.of("f.c", Optional.empty(), "dir/f.c", Optional.of(BASE))));
    assertThat(pick(onto).outcome()).isEqualTo(TrialPick.Outcome.CLEAN);
  }

  @Test
  void aRootCannotBeTried() {
    GitRepository repository = writer.finish();
    try (TrialPicks trials = new TrialPicks(repository)) {
      TrialPick trial = trials.pick(root, trials.treeOf(change));
      assertThat(trial.outcome()).isEqualTo(TrialPick.Outcome.UNKNOWN);
      assertThat(trial.reason()).contains("without a parent");
    }
  }

  @Test
  void nothingIsLeftInTheRepository() throws IOException {
    CommitId onto = writer.write(Entry.on("main", "x", Map.of("f.c", "0\n" + BASE)).below(root));
    GitRepository repository = writer.finish();
    long before = files(repository.gitDirectory());
    try (TrialPicks trials = new TrialPicks(repository)) {
      assertThat(trials.pick(change, trials.treeOf(onto)).outcome())
          .isEqualTo(TrialPick.Outcome.CLEAN);
    }
    assertThat(files(repository.gitDirectory())).isEqualTo(before);
  }

  private static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.count();
    }
  }

  private TrialPick pick(Map<String, String> files) {
    return pick(writer.write(Entry.on("main", "onto", files).below(root)));
  }

  private TrialPick pick(CommitId onto) {
    try (TrialPicks trials = new TrialPicks(writer.finish())) {
      return trials.pick(change, trials.treeOf(onto));
    }
  }
}
