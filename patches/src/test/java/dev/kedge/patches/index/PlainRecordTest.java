package dev.kedge.patches.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.git.CommitRecord;
import dev.kedge.patches.history.DownstreamLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The short way to read a commit says what the whole parser says, or nothing. */
class PlainRecordTest {
  private static final String HEADER =
      """
      1111111111111111111111111111111111111111
      tree 2222222222222222222222222222222222222222
      parent 3333333333333333333333333333333333333333
      author Anna  B. <anna@example.org> 1700000000 +0100
      committer Ben <ben@example.org> 1700000060 +0000

      """;

  /** Words, forms and odd characters whose neighbourhood decides which way is taken. */
  private static final List<String> PIECES =
      List.of(
          "fixes",
          "Fixes:",
          "Fixes: 0123456789ab (\"net: add it\")",
          "Fixes: 0123456 (\"a\")",
          "fix the leak",
          "> Fixes: 0123456789ab (\"it's 'odd'\")",
          "Fixes: 0123456789ab (\" \")",
          "Fixes: 0123456789ab (\"a\") and 89abcdef0123 (\"b\")",
          "Fixes: abcdef0 (\"folded",
          "subject\")",
          "0123456789abcdef0123456789abcdef01234567",
          "89abcdef0123",
          "commit",
          "Commit",
          "COMMIT",
          "upstream.",
          "UPSTREAM:",
          "Upstream:",
          "Upstream",
          "mainline",
          "Mainline",
          "[ Upstream commit 89abcdef0123 ]",
          "[backport: note]",
          "(cherry picked from commit 89abcdef0123)",
          "picked from 89abcdef0123",
          "PICKED FROM 89abcdef0123",
          "taken from 89abcdef0123",
          "backported from 89abcdef0123",
          "Backport",
          "backport notes:",
          "Conflicts:",
          "conflicts with",
          "hulk inclusion",
          "mainline inclusion",
          "Revert",
          "reverts commit 89abcdef0123",
          "This reverts commit 89abcdef0123.",
          "Reapply",
          "re-apply",
          "reapplies commit 89abcdef0123",
          "Link: https://example.org/commit/?id=0123456789abcdef",
          "Upstream-Status:",
          "upstream: https://example.org/commit/0123456789abcdef",
          "https://",
          "Signed-off-by:",
          "Committer <committer@example.org>",
          "Git-commit: 89abcdef0123",
          "Alt-commit: 89abcdef0123",
          "commit 0123456789abcdef0123456789abcdef01234567",
          "from",
          "removed from 89abcdef0123",
          "Patch-mainline: no",
          "not upstream",
          "No upstream commit",
          "net:",
          "USB:",
          "UPSTREAM:",
          "BACKPORT:",
          "FROMLIST:",
          "[PATCH]",
          "ANDROID:",
          "\u00e9",
          "\t",
          "\r",
          "\f",
          "\u001b$B",
          "\n",
          "\n\n",
          "\n \n",
          "\n     \n",
          "    ",
          ".",
          ":",
          "-",
          "*",
          ">");

  @Provide
  Arbitrary<String> messages() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.of(PIECES)),
            net.jqwik.api.Tuple.of(2, Arbitraries.strings().ascii().ofMaxLength(6)));
    Arbitrary<String> gap = Arbitraries.of(" ", " ", "\n", "\n", "", "\n\n");
    return Combinators.combine(piece, gap)
        .as((text, between) -> text + between)
        .list()
        .ofMinSize(1)
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 20_000)
  void saysWhatTheWholeParserSays(@ForAll("messages") String message) {
    same(record(HEADER, message.replace("\0", "")));
  }

  @Property(tries = 5_000)
  void ofAnyHeaderToo(
      @ForAll("messages") String message, @ForAll @IntRange(max = 240) int at, @ForAll byte put) {
    byte[] header = HEADER.getBytes(StandardCharsets.ISO_8859_1);
    // The id itself comes from git; an unreadable one ends the walk either way.
    header[41 + at % (header.length - 41)] = put == 0 ? 1 : put;
    same(record(new String(header, StandardCharsets.ISO_8859_1), message.replace("\0", "")));
  }

  @Test
  void theUsualMessageGoesTheShortWay() {
    CommitRecord record =
        record(
            HEADER,
            """
            net: add it

            It was not there.

            Fixes: 0123456789ab ("net: begin")
            Link: https://example.org/r/1
            Signed-off-by: Committer <committer@example.org>
            """);
    assertThat(PlainRecord.read(record, new dev.kedge.patches.provenance.ProvenanceParser()))
        .hasValueSatisfying(read -> {
          assertThat(read.subject()).isEqualTo("net: add it");
          assertThat(read.author()).isEqualTo("Anna  B. <anna@example.org>");
          assertThat(read.provenance().fixes()).hasSize(1);
        });
    same(record);
  }

  @Test
  void theMessagesOfARealTreeAreReadAlike() {
    int plain = 0;
    List<DownstreamLog.Line> lines = DownstreamLog.lines();
    for (DownstreamLog.Line line : lines) {
      String message = line.subject() + "\n\n" + line.body() + "\n";
      plain += same(record(HEADER, message)) ? 1 : 0;
      // Most name their origin in one line of it: without it, the rest is told apart as well.
      String rest =
          message
              .lines()
              .filter(text -> !text.contains("ommit") && !text.contains("pstream"))
              .collect(Collectors.joining("\n"));
      plain += same(record(HEADER, rest)) ? 1 : 0;
    }
    System.out.printf("short way: %,d of %,d messages%n", plain, 2 * lines.size());
    assertThat(plain).isPositive();
  }

  private static boolean same(CommitRecord record) {
    ReadCommit whole = ReadCommit.of(record.commit());
    var plain = PlainRecord.read(record, new dev.kedge.patches.provenance.ProvenanceParser());
    plain.ifPresent(read -> {
      assertThat(read).usingRecursiveComparison().ignoringFields("id", "parents").isEqualTo(whole);
      assertThat(read.id()).isEqualTo(whole.id());
      assertThat(read.parents()).isEqualTo(whole.parents());
    });
    return plain.isPresent();
  }

  private static CommitRecord record(String header, String message) {
    String indented =
        Arrays.stream(message.split("\n", -1))
            .map(line -> "    " + line)
            .collect(Collectors.joining("\n"));
    byte[] whole = (header + indented).getBytes(StandardCharsets.UTF_8);
    byte[] among = new byte[whole.length + 9];
    Arrays.fill(among, (byte) 'p');
    System.arraycopy(whole, 0, among, 4, whole.length);
    return new CommitRecord(among, 4, 4 + whole.length);
  }
}
