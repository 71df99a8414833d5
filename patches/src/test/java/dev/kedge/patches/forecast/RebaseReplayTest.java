package dev.kedge.patches.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.history.RepositoryWriter.Entry;
import dev.kedge.patches.index.CommitIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RebaseReplayTest {
  private static final String BASE = "a\nb\nc\nd\ne\nf\ng\nh\n";
  private static final String SIGN = "\n\nSigned-off-by: Anna Author <anna@example.org>\n";

  @TempDir private Path directory;

  @Test
  void aStackIsReplayedCommitByCommit() {
    try (RepositoryWriter writer = new RepositoryWriter(directory.resolve("repo"))) {
      CommitId base =
          writer.write(
              Entry.on("upstream", "6.6", Map.of("mm/a.c", BASE, "net/b.c", BASE, "fs/c.c", BASE)));
      String fixed = BASE.replace("h\n", "H\n");
      CommitId fix =
          writer.write(Entry.on("upstream", "net: fix" + SIGN, Map.of("net/b.c", fixed)));
      CommitId onto =
          writer.write(
              Entry.on(
                  "upstream",
                  "rework" + SIGN,
                  Map.of("mm/a.c", BASE.replace("d\n", "D\n"), "fs/c.c", "new\n" + BASE)));
      writer.write(
          Entry.on(
                  "main",
                  "net: fix\n\ncommit " + fix + " upstream." + SIGN,
                  Map.of("net/b.c", fixed))
              .below(base));
      on(writer, "mm: ours", "mm/a.c", BASE.replace("d\n", "X\n"));
      on(writer, "mm: ours again", "mm/a.c", BASE.replace("d\n", "Y\n"));
      on(writer, "fs: the same", "fs/c.c", "new\n" + BASE);
      CommitId tip = on(writer, "fs: tail", "fs/c.c", "new\n" + BASE + "tail\n");
      GitRepository repository = writer.finish();
      try (CommitIndex index = CommitIndex.open(repository)) {
        index.update(List.of(tip, onto), read -> {});
        RebaseForecast forecast =
            new RebaseReplay(index).replay(tip, base, onto, (done, total) -> {});
        assertThat(forecast.steps())
            .extracting(RebaseStep::subject, RebaseStep::outcome)
            .containsExactly(
                tuple("net: fix", RebaseStep.Outcome.UPSTREAM),
                tuple("mm: ours", RebaseStep.Outcome.CONFLICT),
                tuple("mm: ours again", RebaseStep.Outcome.FOLLOWS_CONFLICT),
                tuple("fs: the same", RebaseStep.Outcome.EMPTY),
                tuple("fs: tail", RebaseStep.Outcome.CLEAN));
        assertThat(forecast.byFile()).containsExactly(new RebaseForecast.Spot("mm/a.c", 1, 1));
        assertThat(forecast.effort().known()).isFalse();
      }
    }
  }

  @Test
  void effortFollowsFromDaysOfTheTreesOwnHistory() {
    int[] days = new int[20];
    java.util.Arrays.fill(days, 4);
    assertThat(Effort.of(days, 8)).isEqualTo(new Effort(true, 4, 20, 16));
    assertThat(Effort.of(new int[19], 8).known()).isFalse();
  }

  private static CommitId on(RepositoryWriter writer, String subject, String path, String text) {
    return writer.write(Entry.on("main", subject + SIGN, Map.of(path, text)));
  }
}
