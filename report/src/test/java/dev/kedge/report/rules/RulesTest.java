package dev.kedge.report.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "family a\\nversion 1 | x.rules:1: the first entry must be",
        "version 9 | x.rules:1: version \"9\" is not known",
        "version 1\\ntitle t | x.rules:2: \"title\" stands before any \"family\"",
        "version 1\\nfamily a\\nheader h\\ntitle t | x.rules:2: family \"a\" needs why",
        "version 1\\nfamily a\\nwhy w\\nheader {x | x.rules:4",
        "version 1\\nfamily a\\nwhy w\\nheader h {x:foo} | x.rules:4",
        "version 1\\nfamily a\\nwhy w\\nheader h\\nskip nobody | x.rules:5: no group \"nobody\"",
        "version 1\\nfamily a\\nwhy w\\nheader h\\nframe mars | x.rules:5: unknown frame source",
        "version 1\\nfamily a\\nwhy w\\nheader h\\ntitle t in {frame} | x.rules:2: title of \"a\"",
        "version 1\\n\\n# note\\nfamily a\\ncolour red | x.rules:5: unknown entry \"colour\"",
      })
  void errorsInFamiliesNameFileAndLine(String text, String message) {
    assertThatThrownBy(() -> FamilyRules.read(file(text), FrameRules.shipped()))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version 1\\ngroup a\\nexact f | x.rules:2: group \"a\" has no \"why\"",
        "version 1\\ngroup a\\nwhy w\\ngroup a\\nwhy w | x.rules:4: group \"a\" stands twice",
        "version 1\\nexact f | x.rules:2: \"exact\" is none of",
      })
  void errorsInFramesNameFileAndLine(String text, String message) {
    assertThatThrownBy(() -> FrameRules.read(file(text)))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "__x64_sys_rmdir,sys_rmdir",
    "__se_sys_mount,mount",
    "ksys_read,read",
    "SyS_open,open",
    "plain,plain"
  })
  void systemCallsGoByTheirPlainName(String function, String name) {
    assertThat(FrameRules.shipped().variants(function)).startsWith(function).endsWith(name);
  }

  private static RuleFile file(String text) {
    return RuleFile.parse("x.rules", text.replace("\\n", "\n"));
  }
}
