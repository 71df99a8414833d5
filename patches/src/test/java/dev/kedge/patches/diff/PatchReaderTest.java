package dev.kedge.patches.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.RepositoryWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PatchReaderTest {
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path directory;

  @Test
  void contentsThatLookLikeHeadersStayContents() {
    String tricky = "-- a/other\n++ b/other\ndiff --git a/x b/x\n@@ -1 +1 @@\n" + ID + "\n\n";
    Patch patch = patchOf(Map.of("dir/with blank.c", tricky));
    assertThat(patch.files()).hasSize(1);
    FilePatch file = patch.files().getFirst();
    assertThat(file.path()).isEqualTo("dir/with blank.c");
    assertThat(file.change()).isEqualTo(FilePatch.Change.ADDED);
    assertThat(file.changedLines())
        .containsExactly(
            "+-- a/other", "+++ b/other", "+diff --git a/x b/x", "+@@ -1 +1 @@", "+" + ID, "+");
  }

  @Test
  void aFileWithoutLastNewlineKeepsTheNote() {
    Patch patch = patchOf(Map.of("f", "one"));
    assertThat(patch.files().getFirst().hunks().getFirst().lines())
        .containsExactly("+one", "\\ No newline at end of file");
  }

  @Test
  void binaryContentsAreKnownByTheirBlobs() {
    FilePatch file = patchOf(Map.of("f.bin", "a\0b")).files().getFirst();
    assertThat(file.binary()).isTrue();
    assertThat(file.contents()).contains("..");
    assertThat(file.hunks()).isEmpty();
  }

  @Test
  void manyCommitsComeInTheirOrder() {
    List<CommitId> ids = new ArrayList<>();
    try (RepositoryWriter writer = new RepositoryWriter(directory.resolve("repo"))) {
      for (int i = 0; i < 20; i++) {
        ids.add(writer.commit("c" + i, Map.of("f", i % 5 == 4 ? "3\n" : i + "\n")));
      }
      GitRepository repository = writer.finish();
      List<CommitId> seen = new ArrayList<>();
      new PatchReader(repository).read(ids, (id, patch) -> seen.add(id));
      assertThat(seen).isEqualTo(ids);
    }
  }

  @Property
  void anyBytesAreReadWithoutFailure(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
    PatchReader.parse(new ByteArrayInputStream(bytes), (id, patch) -> {});
    byte[] behind =
        (ID + "\ndiff --git a/f b/f\n@@ -1,2 +1,9999999999 @@\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(behind, behind.length + bytes.length);
    System.arraycopy(bytes, 0, all, behind.length, bytes.length);
    List<Patch> patches = new ArrayList<>();
    PatchReader.parse(new ByteArrayInputStream(all), (id, patch) -> patches.add(patch));
    assertThat(patches).isNotEmpty();
  }

  private Patch patchOf(Map<String, String> files) {
    try (RepositoryWriter writer = new RepositoryWriter(directory.resolve("repo"))) {
      CommitId id = writer.commit("change", files);
      return new PatchReader(writer.finish()).read(id);
    }
  }
}
