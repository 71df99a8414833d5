package dev.kedge.patches.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.provenance.ProvenanceClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitIndexTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void knowsWhatCommitsSay() {
    RepositoryWriter writer = new RepositoryWriter(directory.resolve("repo"));
    CommitId root = writer.commit("net: add a driver\n", Map.of("net/a.c", "a\n"));
    CommitId fix =
        writer.commit(
            "net: a: fix it\n\ncommit 0123456789abcdef0123456789abcdef01234567 upstream.\n\nFixes: "
                + root.abbreviated()
                + " (\"net: add a driver\")\n",
            Map.of("net/a.c", "b\n", "net/line\nbreak.c", "x\n"));
    GitRepository repository = writer.finish();

    try (CommitIndex index = CommitIndex.open(repository)) {
      IndexUpdate update =
          index.update(List.of(repository.resolve(new Revision("main"))), IndexProgress.SILENT);
      int n = index.history().number(fix).orElseThrow();

      assertThat(update.added()).isEqualTo(2);
      assertThat(index.commit(n).kind()).isEqualTo(ProvenanceClass.UPSTREAM);
      assertThat(index.commit(n).subject()).isEqualTo("net: a: fix it");
      assertThat(index.history().parents(n))
          .containsExactly(index.history().number(root).orElseThrow());
      assertThat(index.facts(n))
          .extracting(Fact::kind)
          .containsExactly(FactKind.FIXES, FactKind.UPSTREAM);
      assertThat(index.history().matching(root.hex().substring(0, 7))).hasSize(1);
      assertThat(index.touchedFiles().of(List.of(n)).get(n))
          .extracting(dev.kedge.patches.git.ChangedPath::path)
          .containsExactlyInAnyOrder("net/a.c", "net/line\nbreak.c");
      assertThat(index.patchIds().of(List.of(n)).get(n)).matches("[0-9a-f]{40}");
      assertThat(index.history().reachable(List.of(root)).cardinality()).isEqualTo(1);
    }
  }

  @Test
  void readsOnlyWhatIsNew() {
    Path path = directory.resolve("repo");
    RepositoryWriter writer = new RepositoryWriter(path);
    CommitId first = writer.commit("one\n", Map.of("a", "1"));
    CommitId second = writer.commit("two\n", Map.of("a", "2"));
    GitRepository repository = writer.finish();

    try (CommitIndex index = CommitIndex.open(repository)) {
      assertThat(index.update(List.of(first), IndexProgress.SILENT).added()).isEqualTo(1);
      assertThat(index.update(List.of(second), IndexProgress.SILENT).added()).isEqualTo(1);
    }
    try (CommitIndex index = CommitIndex.open(repository)) {
      assertThat(index.history().size()).isEqualTo(2);
      assertThat(index.update(List.of(second), IndexProgress.SILENT).added()).isZero();
      assertThat(index.commit(1).id()).isEqualTo(second);
    }
  }
}
