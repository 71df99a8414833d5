package dev.kedge.patches.variance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.history.RepositoryWriter.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VarianceViewerTest {
  private static final String BASE = "a\nb\nc\nd\ne\nf\ng\nh\n";
  private static final String SIGN = "\n\nSigned-off-by: Anna Author <anna@example.org>\n";

  @TempDir private Path directory;

  @Test
  void sameLinesInTheSameSurroundingsAreIdentical() {
    Variance variance = backport(BASE, BASE.replace("d\n", "D\n"), "");
    assertThat(variance.level()).isEqualTo(Variance.Level.IDENTICAL);
    assertThat(variance.files()).isEmpty();
  }

  @Test
  void otherSurroundingsAreContextOnly() {
    String old = BASE.replace("b\n", "before\n");
    Variance variance = backport(old, old.replace("d\n", "D\n"), "");
    assertThat(variance.level()).isEqualTo(Variance.Level.CONTEXT);
    assertThat(variance.similarity()).isEqualTo(1);
    assertThat(variance.files().getFirst().interdiff())
        .contains(
            new Interdiff.Line(Interdiff.Side.UPSTREAM, " b"),
            new Interdiff.Line(Interdiff.Side.BACKPORT, " before"),
            new Interdiff.Line(Interdiff.Side.BOTH, "+D"));
  }

  @Test
  void anotherLineIsAnUndeclaredChange() {
    Variance variance = backport(BASE, BASE.replace("d\n", "X\n"), "");
    assertThat(variance.level()).isEqualTo(Variance.Level.CHANGED);
    assertThat(variance.similarity()).isEqualTo(0.5);
    assertThat(variance.undeclared()).isTrue();
  }

  @Test
  void aDeclaredChangeIsNoSurprise() {
    Variance variance =
        backport(BASE, BASE.replace("d\n", "X\n"), "\n[ anna: adapted to the old locking ]\n");
    assertThat(variance.level()).isEqualTo(Variance.Level.CHANGED);
    assertThat(variance.undeclared()).isFalse();
  }

  @Test
  void aFileLeftOutIsAChange() {
    Variance variance = backport(BASE, BASE, "", Map.of("other.c", "new\n"));
    assertThat(variance.level()).isEqualTo(Variance.Level.CHANGED);
    assertThat(variance.files())
        .extracting(FileVariance::path)
        .containsExactlyInAnyOrder("file.c", "other.c");
  }

  @Test
  void anUpstreamCommitThatIsNotThereIsSaidSo() {
    try (RepositoryWriter writer = new RepositoryWriter(directory.resolve("repo"))) {
      CommitId root = writer.commit("root", Map.of("file.c", BASE));
      CommitId claim =
          writer.commit(
              "change\n\n[ Upstream commit " + "ab".repeat(20) + " ]" + SIGN,
              Map.of("file.c", "x\n"));
      Variance variance = only(writer.finish(), root, claim);
      assertThat(variance.level()).isEqualTo(Variance.Level.UNKNOWN);
      assertThat(variance.reason()).contains("does not hold upstream commit abab");
    }
  }

  private Variance backport(String old, String changed, String note) {
    return backport(old, changed, note, Map.of());
  }

  /** One upstream commit that turns d into D, and a backport of it onto {@code old}. */
  private Variance backport(
      String old, String changed, String note, Map<String, String> otherFiles) {
    try (RepositoryWriter writer = new RepositoryWriter(directory.resolve("repo"))) {
      writer.write(Entry.on("upstream", "root", Map.of("file.c", BASE)));
      CommitId upstream =
          writer.write(
              Entry.on("upstream", "change", Map.of("file.c", BASE.replace("d\n", "D\n"))));
      CommitId base = writer.write(Entry.on("main", "root", Map.of("file.c", old)));
      Map<String, String> files = new java.util.HashMap<>(otherFiles);
      files.put("file.c", changed);
      CommitId backport =
          writer.write(
              Entry.on(
                  "main", "change\n\ncommit " + upstream + " upstream.\n" + note + SIGN, files));
      return only(writer.finish(), base, backport);
    }
  }

  private static Variance only(GitRepository repository, CommitId base, CommitId head) {
    List<Variance> all = new ArrayList<>();
    new VarianceViewer(repository)
        .view(new CommitRange(java.util.Optional.of(base), head), all::add);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
