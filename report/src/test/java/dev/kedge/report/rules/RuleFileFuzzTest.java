package dev.kedge.report.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A rules file is written by people: it is read, or refused with its name and a line. */
class RuleFileFuzzTest {
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> keywords =
        Arbitraries.of(
            "group",
            "why",
            "because",
            "family",
            "header",
            "title",
            "alt",
            "frame",
            "skip",
            "silent",
            "suppress",
            "firmware",
            "wrapper",
            "exact",
            "prefix",
            "except",
            "HANG",
            "extends",
            "version",
            "evidence",
            "#",
            "");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                "a",
                "{frame}",
                "{x:symbol} y",
                "INFO: {a:text} b",
                "hang",
                "default-locks",
                "shipped",
                "{",
                "}",
                "{any}",
                "^",
                "{=A|}",
                "{a:=A|B} c",
                "{end}"),
            Arbitraries.strings().ofMaxLength(12));
    Arbitrary<String> line = Combinators.combine(keywords, values).as((k, v) -> k + " " + v);
    return line.list()
        .ofMaxSize(12)
        .map(lines -> "version 1\nextends shipped\n" + String.join("\n", lines));
  }

  @Property(tries = 2000)
  void isReadOrRefusedWithALine(@ForAll("texts") String text) {
    try {
      RuleSet rules = RuleSet.of(List.of(RuleFile.parse("x.rules", text)));
      String line = "INFO: task cat:7 blocked for more than 122 seconds.";
      rules.families().headers(line, rules.families().candidates(line));
    } catch (ReportException e) {
      assertThat(e).hasMessageMatching("(?s)x\\.rules:\\d+: .+");
    }
  }
}
