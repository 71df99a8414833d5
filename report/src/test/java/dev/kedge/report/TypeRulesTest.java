package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeRulesTest {
  @Test
  void errorsNameFileAndLine() {
    assertRefused(
        new RuleFile.Entry(2, "NONSENSE", "x", "why"), "x.rules:2: \"NONSENSE\" is no report type");
    assertRefused(
        new RuleFile.Entry(3, "HANG", "", "why"), "x.rules:3: expected the beginning of a title");
    assertRefused(new RuleFile.Entry(4, "HANG", "hang", ""), "x.rules:4: \"HANG\" has no reason");
  }

  private static void assertRefused(RuleFile.Entry entry, String message) {
    RuleFile file = new RuleFile("x.rules", false, List.of(entry));
    assertThatThrownBy(() -> TypeRules.read(List.of(file)))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith(message);
  }
}
