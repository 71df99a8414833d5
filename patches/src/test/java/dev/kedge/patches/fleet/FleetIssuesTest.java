package dev.kedge.patches.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.PatchesException;
import dev.kedge.patches.diff.FilePatch;
import dev.kedge.patches.diff.Hunk;
import dev.kedge.patches.diff.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FleetIssuesTest {
  private static final FleetIssue WIDE = new FleetIssue("INFO: task hung in jbd2_log_wait", 40, 90);
  private static final FleetIssue RARE = new FleetIssue("WARNING in ext4_dirty_folio", 1, 1);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "WARNING in ext4_dirty_folio, ext4_dirty_folio",
    "KASAN: use-after-free Read in foo_bar.isra.0, foo_bar",
    "possible deadlock in a_lock (2), a_lock",
    "kernel BUG at mm_fault, mm_fault",
    "soft lockup, ''",
    "INFO: rcu detected stall in corrupted, corrupted"
  })
  void theBlamedFunctionEndsTheTitle(String title, String function) {
    assertThat(new FleetIssue(title, 1, 1).function().orElse("")).isEqualTo(function);
  }

  @Test
  void aHunkInTheFunctionOrALineThatNamesItIsAHit() {
    FleetIssues fleet = FleetIssues.of(List.of(RARE, WIDE));
    Hunk inside = new Hunk("static int ext4_dirty_folio(struct folio *f)", List.of("+\treturn;"));
    Hunk naming = new Hunk("", List.of(" {", "-\tjbd2_log_wait(j);"));
    assertThat(fleet.touchedBy(patch(inside, naming), "subject")).containsExactly(WIDE, RARE);
    assertThat(fleet.touchedBy(patch(), "ext4: fix ext4_dirty_folio()")).containsExactly(RARE);
    assertThat(fleet.touchedBy(patch(new Hunk("", List.of(" jbd2_log_wait();"))), "")).isEmpty();
  }

  @Test
  void theServersAnswerIsRead() throws IOException {
    Path file = directory.resolve("issues.json");
    Files.writeString(
        file,
        "{\"issues\":[{\"issue\":1,\"title\":\"WARNING in ext4_dirty_folio\",\"hosts\":1,"
            + "\"occurrences\":1}],\"next\":null}");
    assertThat(FleetIssues.read(file).touchedBy(patch(), "ext4_dirty_folio")).containsExactly(RARE);
  }

  @ParameterizedTest
  @CsvSource({"not json", "{}", "[1]"})
  void somethingElseIsRefused(String text) throws IOException {
    Path file = directory.resolve("issues.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> FleetIssues.read(file))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("issues.json");
  }

  @Property
  void anyTitleIsRead(@ForAll String title) {
    assertThat(new FleetIssue(title, 0, 0).function().orElse("x")).isNotEmpty();
  }

  private static Patch patch(Hunk... hunks) {
    FilePatch file =
        new FilePatch("fs/ext4/inode.c", FilePatch.Change.CHANGED, false, "", List.of(hunks));
    return new Patch(List.of(file), false);
  }
}
