package dev.kedge.report.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        "version 1\\nsilent x | x.rules:2: \"silent\" has no reason",
        "version 1\\nbecause y\\nsilent | x.rules:3: expected a text",
        "version 1\\nfamily a\\nwhy w\\nheader h\\ntitle t\\nfamily a | x.rules:6: family \"a\""
            + " stands",
        "version 1\\n\\n# note\\nfamily a\\ncolour red | x.rules:5: unknown entry \"colour\"",
      })
  void errorsInFamiliesNameFileAndLine(String text, String message) {
    assertThatThrownBy(() ->
            FamilyRules.read(List.of(file(text)), FrameRules.shipped(), EventRules.read(List.of())))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version 1\\ngroup a\\nexact f | x.rules:2: group \"a\" has no reason",
        "version 1\\ngroup a\\nwhy\\nexact f | x.rules:2: group \"a\" has no reason",
        "version 1\\nwrapper x_ | x.rules:2: \"wrapper\" has no reason",
        "version 1\\nbecause a\\n\\nwrapper x_ | x.rules:4: \"wrapper\" has no reason",
        "version 1\\nbecause a\\nwrapper | x.rules:3: expected the beginning",
        "version 1\\ngroup | x.rules:2: expected a name",
        "version 1\\nextends mine | x.rules:2: expected \"extends shipped\"",
        "version 1\\ngroup a\\nwhy w\\ngroup a\\nwhy w | x.rules:4: group \"a\" stands twice",
        "version 1\\nexact f | x.rules:2: \"exact\" is none of",
      })
  void errorsInFramesNameFileAndLine(String text, String message) {
    assertThatThrownBy(() -> FrameRules.read(List.of(file(text))))
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

  @Test
  void ownNamesJoinAShippedGroup() {
    FrameRules frames =
        RuleSet.of(
                List.of(
                    file(
                        "version 1\\nextends shipped\\ngroup default-locks\\nwhy our own lock\\n"
                            + "exact big_gate_enter\\nexcept mutex_odd")))
            .frames();
    assertThat(frames.group("default-locks").contains("big_gate_enter")).isTrue();
    assertThat(frames.group("default-locks").contains("mutex_lock")).isTrue();
    assertThat(frames.group("default-locks").contains("mutex_odd")).isFalse();
  }

  @Test
  void aFileWithoutExtendsStandsInPlaceOfTheShippedOne() {
    RuleFile own = file("version 1\\ngroup a\\nwhy w\\nexact f");
    FrameRules frames = FrameRules.read(List.of(own));
    assertThat(frames.group("a").contains("f")).isTrue();
    assertThatThrownBy(() -> frames.group("anchor"))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("extends shipped");
  }

  @Test
  void ownFamiliesWin() {
    FamilyRules families =
        RuleSet.of(
                List.of(
                    file(
                        "version 1\\nextends shipped\\nfamily ours\\nwhy w\\n"
                            + "header INFO: task {task:text} blocked for more than\\ntitle ours")))
            .families();
    String line = "INFO: task cat:7 blocked for more than 122 seconds.";
    assertThat(families.headers(line, families.candidates(line)).getFirst().family().name())
        .isEqualTo("ours");
  }

  @Test
  void aFileThatIsNoTextIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("a.rules"), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> RuleFile.read(file))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("a.rules: expected UTF-8");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> RuleFile.read(file)).hasMessageContaining("longer than 1 MiB");
    Files.writeString(file, "version 1\n");
    RuleFile empty = RuleFile.read(file);
    assertThatThrownBy(() -> RuleSet.of(List.of(empty))).hasMessageContaining("no rule after");
  }

  private static RuleFile file(String text) {
    return RuleFile.parse("x.rules", text.replace("\\n", "\n"));
  }
}
