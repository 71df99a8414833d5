package dev.kedge.patches.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProvenanceParserTest {
  private final ProvenanceParser parser = new ProvenanceParser();

  record Example(String kind, List<String> upstream, String subject, String body) {}

  static Stream<Example> examples() throws IOException {
    try (InputStream stream = ProvenanceParserTest.class.getResourceAsStream("messages.txt")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      List<Example> examples = new ArrayList<>();
      String[] parts = text.split("(?m)^=== ", -1);
      for (int i = 1; i < parts.length; i++) {
        String[] line = parts[i].split("\n", 3);
        String[] head = line[0].split(" ", 2);
        List<String> ids = head[1].equals("-") ? List.of() : List.of(head[1].split(",", -1));
        examples.add(new Example(head[0], ids, line[1], line[2].strip()));
      }
      return examples.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void knowsEveryForm(Example example) {
    Provenance provenance = parser.parse(example.subject(), example.body(), false);

    assertThat(provenance.kind().label()).isEqualTo(example.kind());
    assertThat(provenance.upstreamIds()).containsExactlyElementsOf(example.upstream());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Fixes: 0123456789ab (\"net: add it\") | 0123456789ab | net: add it",
        "Fixes: 0123456 (\"net: add it\") | 0123456 | net: add it",
        "fixes: commit 0123456789ab (\"net: add it\") | 0123456789ab | net: add it",
        "Fixes: ^0123456789ab (\"net: add it\") | 0123456789ab | net: add it",
        "Fixes: 0123456789AB ('net: add it') | 0123456789ab | net: add it",
        "Fixes: 0123456789ab (net: add it) | 0123456789ab | net: add it",
        "Fixes: 0123456789ab \"net: add it\" | 0123456789ab | net: add it",
        "Fixes: 0123456789ab | 0123456789ab | ",
        "Fixes 0123456789ab (\"net: add it\") | 0123456789ab | net: add it",
        "Fixes: (\"net: add it\") |  | net: add it",
        "Fixes: https://git.example.org/c/?id=0123456789abcdef | 0123456789abcdef | ",
        "Fixes: 0123456789ab (\"net: \"add\" (it)\") | 0123456789ab | net: \"add\" (it)",
      })
  void readsFixesTags(String line, String hex, String subject) {
    Provenance provenance = parser.parse("x", "text\n\n" + line, false);

    assertThat(provenance.fixes()).hasSize(1);
    assertThat(provenance.fixes().getFirst().hex()).isEqualTo(hex == null ? "" : hex);
    assertThat(provenance.fixes().getFirst().subject().orElse(""))
        .isEqualTo(subject == null ? "" : subject);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "This fixes a crash in 0123456789ab",
        "Fixes: the crash",
        "Fixes: 2.3.23pre2",
        "Fixes following sparse warnings:",
        "No Fixes: tag applies",
      })
  void takesNoProseForATag(String line) {
    assertThat(parser.parse("x", line, false).fixes()).isEmpty();
  }

  @Test
  void readsSeveralTagsAndSeveralIdsOfOne() {
    Provenance provenance =
        parser.parse(
            "x",
            """
            Fixes: 0123456789ab ("a") and 1123456789ab ("b")
            Fixes: 2123456789ab, 3123456789ab
            Fixes: 4123456789ab ("a subject that a mailer
             wrapped")
            """,
            false);

    assertThat(provenance.fixes())
        .extracting(CommitReference::hex)
        .containsExactly(
            "0123456789ab", "1123456789ab", "2123456789ab", "3123456789ab", "4123456789ab");
    assertThat(provenance.fixes().getLast().subject()).contains("a subject that a mailer wrapped");
  }

  @Test
  void readsRevertsOfRevertsAsReapplied() {
    Provenance provenance =
        parser.parse(
            "Revert \"Revert \"net: add it\"\"", "This reverts commit 0123456789ab.", false);

    assertThat(provenance.reverts()).hasSize(1);
    assertThat(provenance.reverts().getFirst().kind()).isEqualTo(RevertKind.REAPPLY);
    assertThat(provenance.reverts().getFirst().commit().subject()).contains("net: add it");
  }

  @Test
  void isLinearInHostileMessages() {
    String[] hostile = {
      "Fixes: " + "(\"".repeat(100_000),
      "commit " + "a".repeat(1_000_000) + " upstream",
      ("commit " + "a1b2c3d4 and ".repeat(30_000) + " upstream\n").repeat(4),
      "[ Upstream commit " + " ".repeat(200_000),
      "(cherry picked from commit\n".repeat(50_000),
      "This reverts commit\n".repeat(50_000),
      "Conflicts" + " with".repeat(100_000),
      "[".repeat(100_000) + "backport".repeat(1_000)
    };
    for (String body : hostile) {
      assertThat(parser.parse(body, body, false)).isNotNull();
    }
  }

  @Property(tries = 500)
  void readsAnything(@ForAll @StringLength(max = 400) String subject, @ForAll String body) {
    assertThat(parser.parse(subject, body, false)).isNotNull();
  }

  @Property(tries = 20_000)
  void theUsualFixesTagIsReadAsAnyOther(@ForAll("tags") String line) {
    FixesTags.usual(line)
        .ifPresent(usual -> {
          List<CommitReference> found = new ArrayList<>();
          FixesTags.readAny(List.of(line, "below"), 0, found);
          assertThat(found).containsExactly(usual);
        });
  }

  @Provide
  Arbitrary<String> tags() {
    Arbitrary<String> id =
        Arbitraries.strings().withChars("0123456789abcdef").ofMinLength(5).ofMaxLength(66);
    Arbitrary<String> subject =
        Arbitraries.strings().withChars("ab\"'() .:\t\u201c\r").ofMaxLength(8);
    return Combinators.combine(id, subject, Arbitraries.of("", "", "", " ", ".", " (\"b\")"))
        .as((hex, text, end) -> "Fixes: " + hex + " (\"" + text + "\")" + end);
  }
}
