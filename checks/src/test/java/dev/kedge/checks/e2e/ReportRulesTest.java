package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge report --explain} and {@code --rules FILE --against DIR}, as people use them. */
class ReportRulesTest {
  private final Path directory;

  ReportRulesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path hung(String name, String victim, String owner) throws IOException {
    String waiting =
        """
        [  100.000000] INFO: task miller:501 blocked for more than 120 seconds.
        [  100.000001]       Not tainted 6.17.2 #1
        [  100.000002] task:miller          state:D stack:0     pid:501
        [  100.000003] Call Trace:
        [  100.000004]  schedule+0x27/0xf0
        [  100.000005]  %s+0x2b/0x1a0
        [  100.000006]  mill_grind+0x18/0x80
        [  100.000007]  do_syscall_64+0xf3/0x230
        """
            .formatted(victim);
    String holding =
        """
        [  100.000008] INFO: task miller:501 is blocked on a mutex likely owned by task baker:77.
        [  100.000009] task:baker           state:D stack:0     pid:77
        [  100.000010] Call Trace:
        [  100.000011]  schedule+0x27/0xf0
        [  100.000012]  %s+0x99/0x100
        """
            .formatted(owner);
    return Files.writeString(
        directory.resolve(name), owner.isEmpty() ? waiting : waiting + holding);
  }

  @Test
  void explainsWhyTwoVictimsAreOneIssue() throws IOException {
    Path one = hung("one.log", "sack_lift", "oven_fire");
    Path other = hung("other.log", "stone_turn", "oven_fire.isra.0");

    Command text = Command.kedge("report", "--explain", one.toString(), other.toString());
    Command json = Command.kedge("report", "--explain", "--json", one.toString(), other.toString());

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .startsWith("the same issue: same blocker: mutex held in oven_fire")
        .contains("stack: sack_lift < mill_grind", "no title in common");
    JsonNode answer = JsonMapper.shared().readTree(json.out());
    assertThat(answer.path("same").asBoolean()).isTrue();
    assertThat(answer.path("parts").get(0).path("outcome").asString()).isEqualTo("met");
    assertThat(answer.path("a").path("fingerprint").path("blocker").asString())
        .isEqualTo("mutex held in oven_fire");
  }

  @Test
  void explainsWhyTheSameTitleIsTwoIssues() throws IOException {
    Path one = hung("one.log", "sack_lift", "oven_fire");
    Path other = hung("other.log", "sack_lift", "well_draw");

    Command text = Command.kedge("report", "--explain", one.toString(), other.toString());

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .startsWith("not the same issue: same title: INFO: task hung in sack_lift, but another");
  }

  @Test
  void explainNeedsTwoLogsWithReports() throws IOException {
    Path one = hung("one.log", "sack_lift", "oven_fire");
    Path quiet = Files.writeString(directory.resolve("quiet.log"), "[    1.000000] hello\n");

    assertThat(Command.kedge("report", "--explain", one.toString()).exitCode()).isEqualTo(2);
    Command nothing = Command.kedge("report", "--explain", one.toString(), quiet.toString());
    assertThat(nothing.exitCode()).isEqualTo(3);
    assertThat(nothing.err()).contains("quiet.log: no kernel report").doesNotContain("Exception");
  }

  @Test
  void aDryRunShowsWhatOwnRulesWouldMerge() throws IOException {
    Path logs = Files.createDirectory(directory.resolve("logs"));
    Files.move(hung("one.log", "sack_lift", ""), logs.resolve("one.log"));
    Files.move(hung("other.log", "stone_turn", ""), logs.resolve("other.log"));
    Path rules =
        Files.writeString(
            directory.resolve("own-frames.rules"),
            """
            version 1
            extends shipped
            group sleep
            why Sacks and stones are where our millers wait.
            exact sack_lift stone_turn
            """);

    Command text =
        Command.kedge("report", "--rules", rules.toString(), "--against", logs.toString());
    Command json =
        Command.kedge(
            "report", "--json", "--rules", rules.toString(), "--against", logs.toString());

    assertThat(text.exitCode()).as(text.err()).isEqualTo(1);
    assertThat(text.out())
        .startsWith("merged     2 reports, first one.log:1")
        .contains("now   INFO: task hung in sack_lift", "then  INFO: task hung in mill_grind")
        .contains("2 logs, 2 reports: 2 issues now, 1 with these rules; 1 merged, 2 renamed");
    JsonNode answer = JsonMapper.shared().readTree(json.out());
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(answer.path("changes").get(0).path("change").asString()).isEqualTo("merged");

    Command used =
        Command.kedge("report", "--rules", rules.toString(), logs.resolve("one.log").toString());
    assertThat(used.out()).contains("INFO: task hung in mill_grind");
  }

  @Test
  void shippedRulesPrintedAndGivenBackChangeNothing() throws IOException {
    Path logs = Files.createDirectory(directory.resolve("logs"));
    Files.move(hung("one.log", "sack_lift", "oven_fire"), logs.resolve("one.log"));
    for (String name : new String[] {"frames.rules", "families.rules", "types.rules"}) {
      Command printed = Command.kedge("report", "--print-rules", name);
      assertThat(printed.exitCode()).as(printed.err()).isZero();
      Path copy = Files.writeString(directory.resolve(name), printed.out());

      Command same =
          Command.kedge("report", "--rules", copy.toString(), "--against", logs.toString());

      assertThat(same.exitCode()).as(same.err()).isZero();
      assertThat(same.out()).contains("nothing changes");
    }
  }

  @Test
  void aWrongRuleIsNamedByFileAndLine() throws IOException {
    Path rules = Files.writeString(directory.resolve("a.rules"), "version 1\ngroup x\nexact y\n");

    Command refused = Command.kedge("report", "--rules", rules.toString(), "--against", ".");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("a.rules:2: group \"x\" has no reason; expected \"why REASON\"")
        .doesNotContain("Exception");
  }
}
