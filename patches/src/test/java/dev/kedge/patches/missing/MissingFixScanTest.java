package dev.kedge.patches.missing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.TrialPick;
import dev.kedge.patches.git.TrialPicks;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upstream and a branch that picks from it, in small repositories. */
class MissingFixScanTest {
  @TempDir private Path directory = Path.of("");
  private @Nullable RepositoryWriter open;
  private CommitId root = new CommitId("0".repeat(40));
  private CommitId up = root;
  private CommitId down = root;
  private int line;

  @BeforeEach
  void begin() {
    open = new RepositoryWriter(directory.resolve("repo"));
    root =
        writer().write(RepositoryWriter.Entry.on("up", "root\n", Map.of("base.c", text("base"))));
    up = root;
    down = root;
  }

  @AfterEach
  void end() {
    writer().close();
  }

  private RepositoryWriter writer() {
    return Objects.requireNonNull(open);
  }

  private static String text(String first) {
    return first + "\n" + "line\n".repeat(20);
  }

  /** A commit on upstream, each with a file of its own unless told otherwise. */
  private CommitId upstream(String message) {
    return upstream(message, "f" + line++ + ".c", "x");
  }

  private CommitId upstream(String message, String file, String contents) {
    up =
        writer()
            .write(
                RepositoryWriter.Entry.on("up", message + "\n", Map.of(file, text(contents)))
                    .below(up));
    return up;
  }

  private CommitId branch(String message) {
    return branch(message, "d" + line++ + ".c", "x", "Dora <d@example.org>");
  }

  private CommitId branch(String message, String file, String contents, String author) {
    down =
        writer()
            .write(
                RepositoryWriter.Entry.on("down", message + "\n", Map.of(file, text(contents)))
                    .below(down)
                    .by(author));
    return down;
  }

  private CommitId pick(CommitId original, String subject) {
    return branch(subject + "\n\ncommit " + original + " upstream.");
  }

  private static String fixes(CommitId target, String subject) {
    return "\n\nFixes: " + target.abbreviated() + " (\"" + subject + "\")";
  }

  private ScanResult scan() {
    return scan(new MissingQuery(down, up, List.of(), false));
  }

  private ScanResult scan(MissingQuery query) {
    GitRepository repository = writer().finish();
    try (CommitIndex index = CommitIndex.open(repository)) {
      index.update(List.of(query.branch(), query.upstream()), IndexProgress.SILENT);
      return new MissingFixScan(index, query).run();
    }
  }

  @Test
  void findsAFixOfAPickedCommit() {
    CommitId feature = upstream("net: add the feature");
    CommitId fix = upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    upstream("net: unrelated");
    CommitId carried = pick(feature, "net: add the feature");

    ScanResult result = scan();

    assertThat(result.fixes()).hasSize(1);
    assertThat(result.fixes().getFirst().fix()).isEqualTo(fix);
    assertThat(result.fixes().getFirst().targets()).containsExactly(carried);
    assertThat(result.fixes().getFirst().via()).isEqualTo(Via.FIXES);
    assertThat(result.unchecked()).isEmpty();
  }

  @Test
  void findsAFixOfTheCommonHistory() {
    CommitId fix = upstream("base: mend it" + fixes(root, "root"));
    branch("own: work");

    assertThat(scan().fixes()).extracting(MissingFix::fix).containsExactly(fix);
  }

  @Test
  void listsNoFixThatIsCarriedUnderItsUpstreamId() {
    CommitId feature = upstream("net: add the feature");
    CommitId fix = upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    pick(feature, "net: add the feature");
    pick(fix, "net: mend the feature");

    ScanResult result = scan();

    assertThat(result.fixes()).isEmpty();
    assertThat(result.carried()).isEqualTo(1);
  }

  @Test
  void listsNoFixThatIsCarriedWithoutAReference() {
    CommitId feature = upstream("net: add the feature");
    upstream("net: mend the feature" + fixes(feature, "net: add the feature"), "m.c", "mended");
    pick(feature, "net: add the feature");
    branch("net: mend the feature", "m.c", "mended", "Dora <d@example.org>");

    ScanResult result = scan();

    assertThat(result.fixes()).isEmpty();
    assertThat(result.carried()).isEqualTo(1);
  }

  @Test
  void looksAtEveryTag() {
    CommitId one = upstream("net: add the first");
    CommitId two = upstream("net: add the second");
    CommitId fix =
        upstream(
            "net: mend both"
                + fixes(one, "net: add the first")
                + "\nFixes: "
                + two.hex().substring(0, 7)
                + " (\"net: add the second\")");
    CommitId carried = pick(two, "net: add the second");

    assertThat(scan().fixes())
        .singleElement()
        .satisfies(missing -> {
          assertThat(missing.fix()).isEqualTo(fix);
          assertThat(missing.targets()).containsExactly(carried);
        });
  }

  @Test
  void followsFixesOfFixes() {
    CommitId feature = upstream("net: add the feature");
    CommitId fix = upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    CommitId again = upstream("net: mend the mending" + fixes(fix, "net: mend the feature"));
    pick(feature, "net: add the feature");

    assertThat(scan().fixes())
        .extracting(MissingFix::fix, MissingFix::via)
        .containsExactly(tuple(fix, Via.FIXES), tuple(again, Via.TRANSITIVE));
  }

  @Test
  void leavesOutAFixThatUpstreamTookBack() {
    CommitId feature = upstream("net: add the feature");
    CommitId fix = upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    upstream("Revert \"net: mend the feature\"\n\nThis reverts commit " + fix + ".");
    pick(feature, "net: add the feature");

    ScanResult result = scan();

    assertThat(result.fixes()).isEmpty();
    assertThat(result.revertedUpstream()).isEqualTo(1);
  }

  @Test
  void listsAFixThatUpstreamBroughtInAgain() {
    CommitId feature = upstream("net: add the feature");
    CommitId fix = upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    CommitId revert =
        upstream("Revert \"net: mend the feature\"\n\nThis reverts commit " + fix + ".");
    upstream("Reapply \"net: mend the feature\"\n\nThis reverts commit " + revert + ".");
    pick(feature, "net: add the feature");

    assertThat(scan().fixes()).extracting(MissingFix::fix).containsExactly(fix);
  }

  @Test
  void leavesOutFixesOfWhatTheBranchTookBack() {
    CommitId feature = upstream("net: add the feature");
    upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    CommitId carried = pick(feature, "net: add the feature");
    branch("Revert \"net: add the feature\"\n\nThis reverts commit " + carried + ".");

    assertThat(scan().fixes()).isEmpty();
  }

  @Test
  void listsAFixThatTheBranchTookBack() {
    CommitId feature = upstream("net: add the feature");
    CommitId fix = upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    pick(feature, "net: add the feature");
    CommitId carried = pick(fix, "net: mend the feature");
    CommitId revert =
        branch("Revert \"net: mend the feature\"\n\nThis reverts commit " + carried + ".");

    assertThat(scan().fixes())
        .singleElement()
        .satisfies(missing -> assertThat(missing.takenBack()).contains(revert));
  }

  @Test
  void knowsATargetByItsPatchWhenNothingNamesIt() {
    CommitId feature = upstream("net: add the feature", "feature.c", "feature");
    CommitId fix = upstream("net: mend the feature" + fixes(feature, "net: add the feature"));
    CommitId copy = branch("net: add the feature", "feature.c", "feature", "Dora <d@example.org>");

    assertThat(scan().fixes())
        .singleElement()
        .satisfies(missing -> {
          assertThat(missing.fix()).isEqualTo(fix);
          assertThat(missing.via()).isEqualTo(Via.PATCH_ID);
          assertThat(missing.targets()).containsExactly(copy);
        });
  }

  @Test
  void knowsATargetByItsSubjectWhenItsIdIsNowhere() {
    CommitId copy = branch("net: add the long feature");
    CommitId fix = upstream("net: mend it\n\nFixes: 0123456789ab (\"net: add the long feature\")");

    assertThat(scan().fixes())
        .singleElement()
        .satisfies(missing -> {
          assertThat(missing.fix()).isEqualTo(fix);
          assertThat(missing.via()).isEqualTo(Via.SUBJECT);
          assertThat(missing.targets()).containsExactly(copy);
        });
  }

  @Test
  void doesNotTakeTwoChangesOfOneSubjectForOne() {
    CommitId first = upstream("ALSA: hda: add a quirk", "a.c", "first");
    CommitId second = upstream("ALSA: hda: add a quirk", "b.c", "second");
    upstream("ALSA: hda: mend the second quirk" + fixes(second, "ALSA: hda: add a quirk"));
    pick(first, "ALSA: hda: add a quirk");

    assertThat(scan().fixes()).isEmpty();
  }

  @Test
  void findsFixesOfSquashedCommits() {
    CommitId one = upstream("net: add the first");
    CommitId two = upstream("net: add the second");
    CommitId fix = upstream("net: mend the second" + fixes(two, "net: add the second"));
    branch(
        "net: bring in the series\n\ncommit "
            + one
            + "\nAuthor: A <a@example.org>\n\n    net: add the first\n\ncommit "
            + two
            + "\nAuthor: A <a@example.org>\n\n    net: add the second\n");

    assertThat(scan().fixes()).extracting(MissingFix::fix).containsExactly(fix);
  }

  @Test
  void knowsABaseThatWasImportedAsOne() {
    CommitId old = upstream("net: an old thing");
    CommitId release = upstream("release");
    CommitId fix = upstream("net: mend the old thing" + fixes(old, "net: an old thing"));
    CommitId imported =
        writer()
            .write(
                RepositoryWriter.Entry.on("import", "import of the release\n", Map.of("a", "b")));

    MissingQuery without = new MissingQuery(imported, up, List.of(), false);
    MissingQuery with = new MissingQuery(imported, up, List.of(release), false);
    assertThat(scan(without).fixes()).isEmpty();
    assertThat(scan(with).fixes()).extracting(MissingFix::fix).containsExactly(fix);
  }

  @Test
  void listsWhatUpstreamTookBackWhenAsked() {
    CommitId feature = upstream("net: add the feature");
    CommitId revert =
        upstream("Revert \"net: add the feature\"\n\nThis reverts commit " + feature + ".");
    pick(feature, "net: add the feature");

    assertThat(scan().fixes()).isEmpty();
    assertThat(scan(new MissingQuery(down, up, List.of(), true)).fixes())
        .extracting(MissingFix::fix, MissingFix::via)
        .containsExactly(tuple(revert, Via.REVERT));
  }

  @Test
  void triesPicksWithoutATrace() {
    CommitId clean = upstream("net: clean", "clean.c", "new");
    CommitId conflicting = upstream("net: conflict", "base.c", "of upstream");
    branch("own", "base.c", "of the branch", "Dora <d@example.org>");
    CommitId same = branch("own 2", "same.c", "same", "Dora <d@example.org>");
    GitRepository repository = writer().finish();
    String before = repository.output("count-objects", "-v");

    try (TrialPicks picks = new TrialPicks(repository)) {
      assertThat(picks.pick(clean, down).outcome()).isEqualTo(TrialPick.Outcome.CLEAN);
      assertThat(picks.pick(same, down).outcome()).isEqualTo(TrialPick.Outcome.EMPTY);
      assertThat(picks.pick(root, down).outcome()).isEqualTo(TrialPick.Outcome.UNKNOWN);
      TrialPick pick = picks.pick(conflicting, down);
      assertThat(pick.outcome()).isEqualTo(TrialPick.Outcome.CONFLICT);
      assertThat(pick.conflicts()).containsExactly("base.c");
    }
    assertThat(repository.output("count-objects", "-v")).isEqualTo(before);
  }
}
