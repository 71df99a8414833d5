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
import java.util.stream.IntStream;
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
    assertThat(String.join("", new FleetIssue(title, 1, 1).blamed())).isEqualTo(function);
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
  void anyTitleAndTextIsRead(@ForAll String title, @ForAll String text) {
    FleetIssue issue = FleetIssue.of(title, 0, 0, List.of(text), text, text);
    assertThat(FleetIssues.of(List.of(issue)).hits(patch(new Hunk(text, List.of())), title))
        .allMatch(hit -> !hit.name().isEmpty());
  }

  @Test
  void whatSaysMostComesFirstAndEachIssueOnce() {
    FleetIssue blamed = issue("WARNING in a_blamed", 1, "");
    FleetIssue file = issue("BUG: something", 900, "kernel BUG at fs/ext4/inode.c:77!");
    FleetIssue stack =
        issue("soft lockup", 500, " ? stale_one+0x1/0x2\n b_inner.isra.0+0x10/0x20\n");
    FleetIssues fleet = FleetIssues.of(List.of(stack, file, blamed));
    Patch patch =
        patch(
            new Hunk("int b_inner(void)", List.of("+ a_blamed();", "+ b_inner();")),
            new Hunk("int stale_one(void)", List.of()));
    assertThat(fleet.hits(patch, "subject"))
        .containsExactly(
            new FleetHit(blamed, FleetHit.How.BLAMED, "a_blamed"),
            new FleetHit(file, FleetHit.How.FILE, "fs/ext4/inode.c"),
            new FleetHit(stack, FleetHit.How.STACK, "b_inner"));
  }

  @Test
  void aFunctionOnManyStacksTellsNothing() {
    List<FleetIssue> issues =
        IntStream.range(0, 8).mapToObj(i -> issue("lockup " + i, i, "entry_one+0x1/0x2")).toList();
    Patch patch = patch(new Hunk("void entry_one(void)", List.of()));
    assertThat(FleetIssues.of(issues).hits(patch, "")).isEmpty();
    assertThat(FleetIssues.of(issues.subList(0, 2)).hits(patch, "")).hasSize(2);
  }

  private static FleetIssue issue(String title, long hosts, String text) {
    return FleetIssue.of(title, hosts, 1, List.of(), "", text);
  }

  private static Patch patch(Hunk... hunks) {
    FilePatch file =
        new FilePatch("fs/ext4/inode.c", FilePatch.Change.CHANGED, false, "", List.of(hunks));
    return new Patch(List.of(file), false);
  }
}
