package dev.kedge.patches.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.fleet.FleetIssue;
import dev.kedge.patches.fleet.FleetIssues;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.history.RepositoryWriter.Entry;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.missing.KernelVulnerabilities;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReleaseReaderTest {
  private static final String SIGN = "\n\nSigned-off-by: Anna Author <anna@example.org>\n";
  private static final FleetIssue ISSUE = new FleetIssue("WARNING in evil_<b>fn", 3, 7);
  private static final FleetIssue HUNG = new FleetIssue("INFO: task hung in wait_here", 3, 7);

  @TempDir private Path directory;

  @Test
  void whatCameInIsReadWithItsRisks() {
    List<ReleaseItem> items = items();
    assertThat(items)
        .extracting(ReleaseItem::subject, item -> item.kind().label(), ReleaseItem::risks)
        .containsExactly(
            tuple("net: fix wait_here", "upstream", List.of(Risk.NO_SOAK)),
            tuple(
                "mm: of our own", "undeclared", List.of(Risk.LARGE, Risk.CORE, Risk.NO_UPSTREAM)));
    assertThat(items.getFirst().issues()).containsExactly(HUNG);
    assertThat(items.getFirst().fix()).isTrue();
  }

  @Test
  void notesPutTheFleetFirstAndStayMarkdown() {
    String notes =
        new ReleaseNotes(
                "v1",
                "v2 <script>",
                items(),
                List.of(new NamedValues.Delta("CONFIG_A", "y", "-")),
                List.of())
            .markdown();
    assertThat(notes.lines())
        .startsWith("# v2 \\<script\\>")
        .contains(
            "## Fixes of issues seen in this fleet (1)",
            "  - INFO: task hung in wait\\_here: 3 hosts, 7 times",
            "## Configuration (1)",
            "- CONFIG\\_A: y -> -");
  }

  private List<ReleaseItem> items() {
    Path at = directory.resolve("repo" + System.nanoTime());
    try (RepositoryWriter writer = new RepositoryWriter(at)) {
      CommitId base = writer.write(Entry.on("upstream", "base", Map.of("net/a.c", "1\n")));
      CommitId fix =
          writer.write(
              Entry.on(
                  "upstream",
                  "net: fix wait_here\n\nFixes: " + base.abbreviated() + " (\"base\")" + SIGN,
                  Map.of("net/a.c", "2\n")));
      CommitId older = writer.write(Entry.on("main", "v1", Map.of("x", "1\n")).below(base));
      writer.write(
          Entry.on(
              "main",
              "net: fix wait_here\n\ncommit "
                  + fix
                  + " upstream.\n\nFixes: "
                  + base.abbreviated()
                  + " (\"base\")"
                  + SIGN,
              Map.of("net/a.c", "2\n")));
      CommitId newer =
          writer.write(
              Entry.on("main", "mm: of our own" + SIGN, Map.of("mm/big.c", "line\n".repeat(400))));
      GitRepository repository = writer.finish();
      try (CommitIndex index = CommitIndex.open(repository)) {
        index.update(List.of(newer, fix), read -> {});
        return new ReleaseReader(
                index, FleetIssues.of(List.of(ISSUE, HUNG)), KernelVulnerabilities.none())
            .read(older, newer, fix, (done, total) -> {});
      }
    }
  }
}
