package dev.kedge.patches.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.RepositoryWriter;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexProgress;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.publish.CheckFormat;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class RangeCheckTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final String SIGNED = "\nSigned-off-by: Anna Author <anna@example.org>\n";

  @TempDir private Path directory = Path.of("");
  private @Nullable RepositoryWriter open;
  private CommitId root = new CommitId("0".repeat(40));
  private CommitId up = root;
  private CommitId down = root;
  private int file;
  private Optional<StyleCheck> style = Optional.empty();

  @BeforeEach
  void begin() {
    open = new RepositoryWriter(directory.resolve("repo"));
    root = writer().write(RepositoryWriter.Entry.on("up", "root\n", Map.of("a.c", "a\n")));
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

  private CommitId upstream(String message) {
    up = writer().write(entry("up", message).below(up));
    return up;
  }

  private CommitId branch(String message) {
    down = writer().write(entry("down", message).below(down));
    return down;
  }

  private RepositoryWriter.Entry entry(String branch, String message) {
    return RepositoryWriter.Entry.on(
        branch, message + "\n", Map.of("f" + file++ + ".c", "x" + file + "\n"));
  }

  private CheckResult check(Policy policy, Waivers waivers, boolean withUpstream) {
    GitRepository repository = writer().finish();
    RangeCheck check =
        new RangeCheck(policy, waivers, IgnoreList.EMPTY, Optional.empty(), style, TODAY);
    try (CommitIndex index = CommitIndex.open(repository)) {
      return check.run(
          index,
          new CommitRange(Optional.of(root), down),
          withUpstream ? Optional.of(up) : Optional.empty(),
          IndexProgress.SILENT);
    }
  }

  /** Most commits here change other files than what they name: variance has tests of its own. */
  private static Policy plain() {
    return PolicyFile.parse("test", List.of("policy 1", "use plain", "check variance off"));
  }

  private CheckResult check() {
    return check(plain(), Waivers.NONE, true);
  }

  private static String carrying(CommitId original) {
    return "\n\ncommit " + original + " upstream.\n" + SIGNED;
  }

  @Test
  void letsAGoodBackportPass() {
    CommitId original = upstream("net: mend the feature");
    branch("net: mend the feature" + carrying(original));

    CheckResult result = check();

    assertThat(result.findings()).isEmpty();
    assertThat(result.passes()).isTrue();
  }

  @Test
  void aBackportThatDiffersMustSayIt() {
    CommitId original = upstream("net: mend the feature");
    branch("net: mend the feature" + carrying(original));
    branch(
        "net: mend the feature\n\ncommit "
            + original
            + " upstream.\n\nConflicts:\n\tf1.c\n"
            + SIGNED);
    CheckResult result = check(PolicyFile.preset("openeuler"), Waivers.NONE, true);
    assertThat(result.findings())
        .filteredOn(finding -> finding.rule() == Rule.VARIANCE)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.BLOCKING);
          assertThat(finding.message()).contains("differs from its upstream commit (0 %");
        });
  }

  @Test
  void styleIsLookedAtDownstreamOnlyAndFailsLoudly() {
    CommitId original = upstream("net: mend the feature");
    branch("net: mend the feature" + carrying(original));
    CommitId own = branch("ANDROID: own: a thing\n" + SIGNED);
    List<String> seen = new ArrayList<>();
    style =
        Optional.of(patch -> {
          seen.add(patch);
          return List.of(
              new StyleCheck.Remark(true, "CODE_INDENT", Optional.of("a/b.c"), "use tabs"),
              new StyleCheck.Remark(false, "LONG_LINE", Optional.empty(), "long"));
        });
    assertThat(check().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(Rule.CHECKPATCH);
          assertThat(finding.commit()).isEqualTo(own);
          assertThat(finding.message()).isEqualTo("CODE_INDENT: use tabs");
        });
    assertThat(seen).singleElement().asString().contains("Subject: [PATCH] ANDROID: own: a thing");
    style =
        Optional.of(patch -> {
          throw PatchesException.environment("no perl");
        });
    assertThat(check().findings()).extracting(Finding::rule).containsExactly(Rule.UNCHECKED);
    style = Optional.empty();
    assertThat(check().passes()).isTrue();
    Policy strict =
        PolicyFile.parse(
            "test",
            List.of("policy 1", "use plain", "check variance off", "check checkpatch blocking"));
    assertThat(check(strict, Waivers.NONE, true).findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.UNCHECKED);
  }

  @Test
  void objectsToWhatSaysNothing() {
    branch("own: a thing");

    assertThat(check().findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.PROVENANCE, Rule.SIGN_OFF);
  }

  @Test
  void comparesWithUpstream() {
    CommitId original = upstream("net: mend the feature");
    CommitId other = writer().write(entry("side", "side: a thing").below(root));
    branch("net: another subject" + carrying(original));
    branch("net: a made-up id" + carrying(new CommitId("1".repeat(40))));
    branch("side: a thing" + carrying(other));
    GitRepository repository = writer().finish();
    try (CommitIndex index = CommitIndex.open(repository)) {
      index.update(List.of(other), IndexProgress.SILENT);
    }

    assertThat(check().findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.UPSTREAM_SUBJECT, Rule.UPSTREAM_EXISTS, Rule.UPSTREAM_REACHABLE);
  }

  @Test
  void knowsWhatUpstreamTookBackAndFixed() {
    CommitId reverted = upstream("net: add the feature");
    upstream("Revert \"net: add the feature\"\n\nThis reverts commit " + reverted + ".");
    CommitId fixed = upstream("net: add another");
    upstream("net: mend another\n\nFixes: " + fixed.abbreviated() + " (\"net: add another\")");
    branch("net: add the feature" + carrying(reverted));
    branch("net: add another" + carrying(fixed));

    assertThat(check().findings())
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder(Rule.UPSTREAM_REVERTED, Rule.MISSING_FIX, Rule.MISSING_FIX);
  }

  @Test
  void knowsTheOrder() {
    CommitId feature = upstream("net: add the feature");
    CommitId fix =
        upstream("net: mend it\n\nFixes: " + feature.abbreviated() + " (\"net: add the feature\")");
    branch(
        "net: mend it\n\ncommit "
            + fix
            + " upstream.\n\nFixes: "
            + feature.abbreviated()
            + " (\"net: add the feature\")\n"
            + SIGNED);
    branch("net: add the feature" + carrying(feature));
    branch("net: add the feature" + carrying(feature));

    assertThat(check().findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.FIX_ORDER, Rule.DOUBLE_APPLY);
  }

  @Test
  void saysWhatItCouldNotCheck() {
    CommitId original = upstream("net: mend the feature");
    branch("net: mend the feature" + carrying(original));

    CheckResult result = check(plain(), Waivers.NONE, false);

    assertThat(result.findings()).extracting(Finding::rule).containsExactly(Rule.UNCHECKED);
    assertThat(result.passes()).isFalse();
    assertThat(CheckFormat.KTAP.text(result)).contains("upstream-exists # SKIP");
  }

  @Test
  void waivesUntilADay() {
    CommitId own = branch("own: a thing\n\n[ no upstream commit ]");
    String line = "waive sign-off " + own.abbreviated() + " until %s owner net-team: old";

    Waivers holding = Waivers.parse("w", List.of(line.formatted("2026-11-22")));
    Waivers over = Waivers.parse("w", List.of(line.formatted("2026-11-21")));

    assertThat(check(plain(), holding, true).passes()).isTrue();
    assertThat(check(plain(), over, true).passes()).isFalse();
  }

  @Test
  void findsBinaryAndLargeFiles() {
    Policy policy =
        PolicyFile.parse(
            "p",
            List.of(
                "policy 1",
                "allow downstream",
                "check binary-file blocking",
                "check file-size blocking",
                "limit file-bytes 100"));
    down =
        writer()
            .write(
                RepositoryWriter.Entry.on(
                        "down",
                        "own\n\n[ no upstream commit ]\n",
                        Map.of("big\n.c", "x\n".repeat(100), "blob.bin", "a\0b"))
                    .below(down));

    assertThat(check(policy, Waivers.NONE, true).findings())
        .extracting(Finding::rule, finding -> finding.path().orElse(""))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Rule.FILE_SIZE, "big\n.c"),
            org.assertj.core.groups.Tuple.tuple(Rule.BINARY_FILE, "blob.bin"));
  }

  @ParameterizedTest
  @EnumSource(CheckFormat.class)
  void writesEveryFormat(CheckFormat format) {
    branch("own: a \"thing\"\u0007, with: signs\n\ntext");

    String text = format.text(check());

    assertThat(text).contains("sign-off").doesNotContain("\u0007");
    if (format != CheckFormat.TEXT && format != CheckFormat.KTAP && format != CheckFormat.GITHUB) {
      assertThat(JsonMapper.shared().readTree(text)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow upstream | p:1: expected the first line 'policy 1'",
        "policy 1;allow everything | p:2: expected one of upstream",
        "policy 1;allow all;check sign-of blocking | p:3: expected one of provenance",
        "policy 1;allow all;check sign-off maybe | p:3: expected one of off",
        "policy 1;allow all;require all body ( | p:3: expected a regular expression",
        "policy 1;allow all;limit commits many | p:3: expected 'limit file-bytes N'",
        "policy 1;allow all;forbid x | p:3: expected one of name, use",
        "policy 1 | expected a line 'allow CLASS...'",
      })
  void saysWhereAPolicyIsWrong(String lines, String message) {
    assertThatThrownBy(() -> PolicyFile.parse("p", List.of(lines.split(";"))))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsEveryPreset() {
    for (String name : PolicyFile.PRESETS) {
      assertThat(PolicyFile.preset(name).name()).isEqualTo(name);
      assertThat(PolicyFile.preset(name).level(Rule.UNCHECKED)).isEqualTo(Level.BLOCKING);
    }
  }

  @Test
  void knowsOwners() {
    CodeOwners owners =
        CodeOwners.codeOwners(List.of("* @all", "/net/ @net # network", "*.md @docs"));
    CodeOwners kernel =
        CodeOwners.maintainers(
            List.of(
                "NETWORKING",
                "M:\tNed <ned@example.org>",
                "F:\tnet/",
                "X:\tnet/wireless/",
                "",
                "SCHEDULER",
                "M:\tSam <sam@example.org>",
                "F:\tkernel/sched/*"));

    assertThat(owners.of("net/core/dev.c")).containsExactly("@net");
    assertThat(owners.of("mm/slab.c")).containsExactly("@all");
    assertThat(owners.of("net/readme.md")).containsExactly("@docs");
    assertThat(kernel.of("net/core/dev.c")).containsExactly("ned@example.org");
    assertThat(kernel.of("net/wireless/a.c")).isEmpty();
    assertThat(kernel.of("kernel/sched/core.c")).containsExactly("sam@example.org");
  }
}
