package dev.kedge.patches.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.history.RepositoryWriter.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MergeQueueTest {
  @TempDir private Path directory;
  private RepositoryWriter writer;
  private CommitId base;
  private final List<Proposal> proposals = new ArrayList<>();

  @BeforeEach
  void branch() {
    writer = new RepositoryWriter(directory.resolve("repo"));
    base = writer.write(Entry.on("main", "base", Map.of("shared", "1\n", "a", "0\n")));
  }

  @Test
  void whatPassesTogetherIsTakenTogether() {
    propose("a");
    propose("b");
    propose("c");
    Counting check = new Counting("none");
    QueueTurn turn = turn(check);
    assertThat(turn.merged()).containsExactly(1L, 2L, 3L);
    assertThat(check.runs).isEqualTo(1);
    assertThat(turn.rejected()).isEmpty();
  }

  @Test
  void theOneThatFailsIsFoundAndTheOthersGetIn() {
    for (int i = 0; i < 8; i++) {
      propose(i == 5 ? "bad" : "file" + i);
    }
    Counting check = new Counting("bad");
    QueueTurn turn = turn(check);
    assertThat(turn.merged()).containsExactly(1L, 2L, 3L, 4L, 5L, 7L, 8L);
    assertThat(turn.rejected()).containsOnlyKeys(6L);
    assertThat(check.runs).isLessThanOrEqualTo(7);
    assertThat(files(turn.tip())).doesNotContain("bad").contains("file7");
  }

  @Test
  void aConflictWithTheBranchIsSentBackAndOneWithinTheBatchWaits() {
    CommitId moved = writer.write(Entry.on("main", "moved", Map.of("shared", "2\n")));
    propose(base, "shared", "x\n");
    propose(moved, "a", "first\n");
    propose(moved, "a", "second\n");
    base = moved;
    QueueTurn turn = turn(new Counting("none"));
    assertThat(turn.rejected()).containsEntry(1L, "conflicts with the branch in shared");
    assertThat(turn.merged()).containsExactly(2L);
    assertThat(turn.waiting()).containsExactly(3L);
  }

  @Test
  void aCheckThatCannotRunStopsTheTurn() {
    propose("a");
    QueueTurn turn = turn(new Fixed(true, QueueCheck.Outcome.ERROR));
    assertThat(turn.hold()).contains("check fixed could not run");
    assertThat(turn.tip()).isEqualTo(base);
    assertThat(turn.waiting()).containsExactly(1L);
  }

  @Test
  void anAdvisoryFailureIsOnlyShown() {
    propose("a");
    QueueTurn turn = turn(new Fixed(false, QueueCheck.Outcome.FAIL));
    assertThat(turn.merged()).containsExactly(1L);
    assertThat(turn.runs().getFirst().result().outcome()).isEqualTo(QueueCheck.Outcome.FAIL);
  }

  @Test
  void theBranchMovesOnlyFromWhereTheTurnBegan() {
    propose("a");
    QueueTurn turn = turn(new Counting("none"));
    GitRepository repository = GitRepository.open(directory.resolve("repo"));
    assertThat(repository.moveBranch("main", turn.tip(), turn.tip())).isFalse();
    assertThat(repository.moveBranch("main", turn.base(), turn.tip())).isTrue();
    assertThat(repository.tips()).containsEntry("refs/heads/main", turn.tip());
  }

  private void propose(String file) {
    propose(base, file, "text\n");
  }

  private void propose(CommitId below, String file, String text) {
    long id = proposals.size() + 1L;
    CommitId head =
        writer.write(Entry.on("topic" + id, "adds " + file, Map.of(file, text)).below(below));
    proposals.add(new Proposal(id, "adds " + file, "Anna", head));
  }

  private QueueTurn turn(QueueCheck check) {
    writer.close();
    GitRepository repository = GitRepository.open(directory.resolve("repo"));
    return new MergeQueue(repository, List.of(check), 8).turn(base, proposals);
  }

  private List<String> files(CommitId tip) {
    return GitRepository.open(directory.resolve("repo"))
        .output("ls-tree", "--name-only", tip.hex())
        .lines()
        .toList();
  }

  /** Always says the same. */
  private record Fixed(boolean blocking, Outcome outcome) implements QueueCheck {
    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public Result run(
        GitRepository repository, CommitId from, CommitId tip, List<Proposal> proposals) {
      return new Result(outcome, "");
    }
  }

  /** Fails where the tree holds a certain file. */
  private static final class Counting implements QueueCheck {
    private final String file;
    private int runs;

    Counting(String file) {
      this.file = file;
    }

    @Override
    public String name() {
      return "files";
    }

    @Override
    public boolean blocking() {
      return true;
    }

    @Override
    public Result run(
        GitRepository repository, CommitId from, CommitId tip, List<Proposal> proposals) {
      runs++;
      List<String> names = repository.output("ls-tree", "--name-only", tip.hex()).lines().toList();
      return new Result(names.contains(file) ? Outcome.FAIL : Outcome.PASS, "");
    }
  }
}
