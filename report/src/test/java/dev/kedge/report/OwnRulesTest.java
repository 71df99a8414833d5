package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.report.hang.HangGraph;
import dev.kedge.report.hang.HangReader;
import dev.kedge.report.hang.Wait;
import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import dev.kedge.report.rules.RuleSet;
import dev.kedge.report.rules.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of a user's own for severities and waits. */
class OwnRulesTest {
  private static final String HUNG =
      """
      [  300.000000] INFO: task wick:77 blocked for more than 122 seconds.
      [  300.000001]       Not tainted 6.12.3 #1
      [  300.000002] task:wick            state:D stack:0     pid:77    tgid:77    ppid:1
      [  300.000003] Call Trace:
      [  300.000004]  <TASK>
      [  300.000005]  __schedule+0x47a/0x1130
      [  300.000006]  schedule+0x27/0xd0
      [  300.000007]  lamp_wait+0x46/0x70
      [  300.000008]  lamp_read+0x12/0x40
      """;

  @TempDir private Path directory;

  @Test
  void severitiesAreAskedBeforeTheShippedOnes() throws IOException {
    RuleSet rules =
        rules("version 1\nextends shipped\nbecause Ours.\ncorrected INFO: task hung in lamp_\n");
    ReportParser parser = new ReportParser(rules);
    KernelReport report = parser.parse(HUNG.getBytes(StandardCharsets.UTF_8)).getFirst();
    assertThat(parser.severity(report)).isEqualTo(Severity.CORRECTED);
    assertThat(new ReportParser().severity(report)).isEqualTo(Severity.WORK_LOST);
  }

  @Test
  void waitsAddToTheShippedOnes() throws IOException {
    RuleSet rules =
        rules("version 1\nextends shipped\nwait server the lamp company\nexact lamp_wait\n");
    assertThat(what(new HangReader(rules))).isEqualTo("the lamp company");
    assertThat(what(new HangReader())).isNotEqualTo("the lamp company");
  }

  @Test
  void mistakesNameFileAndLine() throws IOException {
    RuleSet rules = rules("version 1\nwait server the lamp company\nexactly lamp_wait\n");
    assertThatThrownBy(() -> new HangReader(rules))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("own.rules:3");
  }

  private static String what(HangReader reader) {
    List<HangGraph> graphs = reader.read(HUNG.getBytes(StandardCharsets.UTF_8));
    Wait wait = graphs.getFirst().waits().getFirst();
    return wait.resource().what();
  }

  private RuleSet rules(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("own.rules"), text);
    return RuleSet.of(List.of(RuleFile.read(file)));
  }
}
