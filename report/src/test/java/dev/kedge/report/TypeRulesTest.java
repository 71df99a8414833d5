package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeRulesTest {
  @Test
  void errorsNameFileAndLine() {
    RuleFile file = new RuleFile("x.rules", List.of(new RuleFile.Entry(2, "NONSENSE", "x")));

    assertThatThrownBy(() -> TypeRules.read(file))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("x.rules:2: expected a type");
  }
}
