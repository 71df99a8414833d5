package dev.kedge.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Commit objects of any bytes: a field is lost at worst, never the commit. */
final class CommitParserTest {
  private static final CommitId ID = new CommitId("1".repeat(40));
  private static final String WHOLE =
      """
      tree 2222222222222222222222222222222222222222
      parent 3333333333333333333333333333333333333333
      author Anna <anna@example.org> 1700000000 +0100
      committer Ben <ben@example.org> 1700000060 +0000
      encoding ISO-8859-1

      net: a subject
      on two lines

      The body.
      """;

  @Test
  void aWholeCommitIsRead() {
    Commit commit = parse(WHOLE);
    assertThat(commit.subject()).isEqualTo("net: a subject on two lines");
    assertThat(commit.body()).isEqualTo("The body.");
    assertThat(commit.parents()).containsExactly(new CommitId("3".repeat(40)));
    assertThat(commit.author().epochSeconds()).isEqualTo(1_700_000_000);
    assertThat(commit.committer().address()).isEqualTo("Ben <ben@example.org>");
    assertThat(commit.text()).isEqualTo(Commit.TextQuality.CLEAN);
  }

  @Property
  void anyBytesAreACommit(@ForAll @Size(max = 400) byte[] bytes) {
    Commit commit = CommitParser.parse(ID, bytes);
    assertThat(commit.subject()).doesNotContain("\n");
    assertThat(commit.id()).isEqualTo(ID);
    assertThat(commit.trailers()).isNotNull();
  }

  @Property
  void aCommitCutOrDamagedAnywhereIsRead(
      @ForAll @IntRange(max = 400) int at, @ForAll byte damage, @ForAll boolean cut) {
    byte[] bytes = WHOLE.getBytes(StandardCharsets.ISO_8859_1);
    int place = Math.min(at, bytes.length - 1);
    bytes[place] = damage;
    Commit commit = CommitParser.parse(ID, cut ? Arrays.copyOf(bytes, place) : bytes);
    assertThat(commit.author().epochSeconds()).isNotNegative();
    assertThat(commit.parents().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void dangerousFieldsCostOnlyThemselves() {
    assertThat(parse("author x > < 99999999999999999999 +\n\ns\n").author().epochSeconds())
        .isZero();
    assertThat(parse("encoding \u0000no such\nparent ../x\n\ns\n").parents()).isEmpty();
    byte[] huge = new byte[CommitParser.MAX_MESSAGE_BYTES + 100];
    Arrays.fill(huge, (byte) 'x');
    huge[0] = '\n';
    assertThat(CommitParser.parse(ID, huge).text()).isEqualTo(Commit.TextQuality.CUT);
  }

  private static Commit parse(String text) {
    return CommitParser.parse(ID, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
