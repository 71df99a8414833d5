package dev.kedge.patches.debt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.history.RepositoryWriter.Entry;
import dev.kedge.patches.index.CommitIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerBuilderTest {
  private static final String SIGN = "\n\nSigned-off-by: Anna Author <anna@example.org>\n";

  @TempDir private Path directory;

  @Test
  void patchesUpstreamLacksAreListedWithTheirState() {
    DebtLedger ledger = ledger();
    assertThat(ledger.entries())
        .extracting(DebtEntry::subject, DebtEntry::subsystem, DebtEntry::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "mm: a tuning of our own", "mm", UpstreamingState.UNSENT),
            org.assertj.core.groups.Tuple.tuple(
                "FROMLIST: net/core: count drops", "net/core", UpstreamingState.SENT),
            org.assertj.core.groups.Tuple.tuple(
                "fs/ext4: found upstream later", "fs/ext4", UpstreamingState.ACCEPTED),
            org.assertj.core.groups.Tuple.tuple(
                "sched: an idea that came back", "kernel/sched", UpstreamingState.DROPPED),
            org.assertj.core.groups.Tuple.tuple("mm: twice", "mm", UpstreamingState.UNSENT));
    assertThat(ledger.backports()).isEqualTo(1);
    assertThat(ledger.takenBack()).isEqualTo(4);
  }

  @Test
  void sumsGroupThePatches() {
    assertThat(ledger().by(DebtEntry::subsystem))
        .extracting(DebtLedger.Sum::key, DebtLedger.Sum::patches)
        .startsWith(org.assertj.core.groups.Tuple.tuple("mm", 2));
    assertThat(ledger().total().patches()).isEqualTo(5);
  }

  @Test
  void aShallowCloneIsNoShortLedger() throws IOException {
    Path whole = directory.resolve("whole");
    CommitId base;
    CommitId tip;
    try (RepositoryWriter writer = new RepositoryWriter(whole)) {
      base = writer.write(Entry.on("base", "Linux 6.6", Map.of("Makefile", "1\n")));
      main(writer, "mm: first" + SIGN, "mm/a.c");
      main(writer, "mm: second" + SIGN, "mm/b.c");
      tip = main(writer, "mm: third" + SIGN, "mm/c.c");
    }
    Path shallow = directory.resolve("shallow");
    RepositoryWriter.run(
        "git",
        "clone",
        "-q",
        "--bare",
        "--depth=2",
        "--no-single-branch",
        "file://" + whole,
        shallow.toString());
    try (CommitIndex index = CommitIndex.open(GitRepository.open(shallow))) {
      index.update(List.of(tip, base), read -> {});
      LedgerBuilder builder = new LedgerBuilder(index, Optional.empty());
      assertThatThrownBy(() -> builder.build("main", tip, base, base, (done, total) -> {}))
          .isInstanceOf(PatchesException.class)
          .hasMessageContaining("git fetch --unshallow");
    }
  }

  @Test
  void csvKeepsSubjectsOutOfFormulas() throws IOException {
    StringBuilder csv = new StringBuilder();
    DebtEntry entry =
        new DebtEntry(
            new CommitId("a".repeat(40)),
            "=HYPERLINK(\"x\"), \"quoted\"",
            dev.kedge.patches.provenance.ProvenanceClass.UNDECLARED,
            "A",
            "mm",
            0,
            0,
            1,
            2,
            UpstreamingState.UNSENT,
            "");
    DebtCsv.write(new DebtLedger("v1", 86_400, List.of(entry), 0, 0), csv);
    assertThat(csv.toString().lines().skip(1))
        .containsExactly(
            "a".repeat(40)
                + ",\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\"\",undeclared,mm,A,"
                + "1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,1,1,2,unsent,");
  }

  private DebtLedger ledger() {
    Path at = directory.resolve("repo" + System.nanoTime());
    try (RepositoryWriter writer = new RepositoryWriter(at)) {
      CommitId base = writer.write(Entry.on("upstream", "Linux 6.6", Map.of("Makefile", "1\n")));
      CommitId up =
          writer.write(Entry.on("upstream", "mm: fix" + SIGN, Map.of("mm/a.c", "fixed\n")));
      writer.write(
          Entry.on(
              "upstream", "fs/ext4: found upstream later" + SIGN, Map.of("fs/ext4/x.c", "1\n")));
      CommitId idea =
          writer.write(
              Entry.on(
                  "upstream",
                  "sched: an idea that came back" + SIGN,
                  Map.of("kernel/sched/f.c", "1\n")));
      CommitId upstream =
          writer.write(
              Entry.on(
                  "upstream",
                  "Revert \"sched: an idea that came back\"\n\nThis reverts commit "
                      + idea
                      + "."
                      + SIGN,
                  Map.of("kernel/sched/f.c", "\n")));
      writer.write(
          Entry.on("main", "mm: fix\n\ncommit " + up + " upstream." + SIGN, Map.of("mm/a.c", "f\n"))
              .below(base));
      main(writer, "mm: a tuning of our own" + SIGN, "mm/b.c");
      main(writer, "FROMLIST: net/core: count drops" + SIGN, "net/core/dev.c");
      main(writer, "fs/ext4: found upstream later" + SIGN, "fs/ext4/x.c");
      main(writer, "sched: an idea that came back" + SIGN, "kernel/sched/f.c");
      CommitId wrong = main(writer, "net: a mistake" + SIGN, "net/m.c");
      main(
          writer,
          "Revert \"net: a mistake\"\n\nThis reverts commit " + wrong + "." + SIGN,
          "net/m.c");
      CommitId twice = main(writer, "mm: twice" + SIGN, "mm/t.c");
      CommitId revert =
          main(
              writer,
              "Revert \"mm: twice\"\n\nThis reverts commit " + twice + "." + SIGN,
              "mm/t.c");
      CommitId tip =
          main(
              writer,
              "Revert \"Revert \"mm: twice\"\"\n\nThis reverts commit " + revert + "." + SIGN,
              "mm/t.c");
      GitRepository repository = writer.finish();
      try (CommitIndex index = CommitIndex.open(repository)) {
        index.update(List.of(tip, upstream), read -> {});
        return new LedgerBuilder(index, Optional.empty())
            .build("main", tip, base, upstream, (done, total) -> {});
      }
    }
  }

  private int line;

  private CommitId main(RepositoryWriter writer, String message, String file) {
    line++;
    return writer.write(Entry.on("main", message, Map.of(file, "line " + line + "\n")));
  }
}
